// As TensorFlow.js's own instructions have it: the whole library from a script tag.
import { firstPrediction } from "./tfjs.js";

firstPrediction(window.tf);
