import { createRoot } from "react-dom/client";
import Digit from "./digit.jsx";

createRoot(document.getElementById("react")).render(<Digit />);
