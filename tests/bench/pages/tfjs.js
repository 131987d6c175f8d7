// The TensorFlow.js page: load the network, predict once, and say when that was done.
// tf: the library, or the five functions of it that are needed here.
export async function firstPrediction(tf) {
    await tf.setBackend("cpu");
    const [model, pixels] = await Promise.all([
        tf.loadLayersModel("model/model.json"),
        fetch("pixels.json").then((response) => response.json()),
    ]);
    const probabilities = await tf.tidy(() => model.predict(tf.tensor2d(pixels, [1, 784]))).data();
    document.getElementById("answer").textContent = probabilities.indexOf(Math.max(...probabilities));
    performance.mark("first");
    window.probabilities = Array.from(probabilities);
}
