// As a careful page would have it: only what is used, for esbuild to shake and minify into one file.
import "@tensorflow/tfjs-backend-cpu";
import { setBackend, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { firstPrediction } from "./tfjs.js";

firstPrediction({ loadLayersModel, setBackend, tensor2d, tidy });
