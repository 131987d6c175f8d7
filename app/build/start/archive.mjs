// Part of the worker's start.js: the archives that app/build/archive.py packs.

/** The content of an archive that a response brings. count(bytes): so many more have come. */
export function inflated(response, count) {
    const counter = new TransformStream({
        transform(chunk, controller) {
            count(chunk.byteLength);
            controller.enqueue(chunk);
        },
    });
    return new Response(response.body.pipeThrough(counter).pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** Put the archive's files into Python's file system. */
export function unpack(FS, archive) {
    const indexSize = new DataView(archive).getUint32(0);
    const index = JSON.parse(new TextDecoder().decode(new Uint8Array(archive, 4, indexSize)));
    let offset = 4 + indexSize;
    for (const [folder, files] of index) {
        FS.mkdirTree(folder);
        for (const [name, size] of files) {
            FS.writeFile(`${folder}/${name}`, new Uint8Array(archive, offset, size), { canOwn: true });
            offset += size;
        }
    }
}
