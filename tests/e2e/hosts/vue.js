import { createApp } from "vue";
import Digit from "./digit.js";

createApp(Digit).mount("#vue");
