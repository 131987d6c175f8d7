// <inkling-pad>: this site's pad in anyone's page, in a frame of its own. How it is used, app/lessons/embedding says; what the
// frame says and hears, app/ui/embedded. The build makes it smaller; see app/build/squeeze.py.
(() => {
    if (customElements.get("inkling-pad")) return;
    // A module has no currentScript, but every engine's stack names its address.
    const site = new URL("..", document.currentScript?.src ?? new Error().stack.match(/\w+:\/\/\S+?embed\.js/)[0]);
    const NAMES = ["theme", "mode", "network", "label", "lang"]; // what the frame is told as it is
    const make = (name, fields) => Object.assign(document.createElement(name), fields);
    const missing = make("input", { required: true }).validationMessage; // in the browser's language
    const sheet = new CSSStyleSheet();
    // Before the frame has told its height, it is that of app/ui/embedded/embedded.css; and what is there first looks like its pad.
    sheet.replaceSync(`:host{display:grid;width:100%;max-width:720px;container-type:inline-size;color-scheme:light dark}
        :host([hidden]){display:none}:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}iframe,a{
        grid-area:1/1;box-sizing:border-box;width:100%;height:calc(100cqi + 239px);border:0}a{padding:10px;
        background:light-dark(#fbfaf7,#16171b)}a:before{content:"2";display:grid;place-content:center;aspect-ratio:1;
        border-radius:18px;background:light-dark(#fff,#1e2026);color:#7f848e;font:600 9rem serif}@container(width>=480px){iframe,a{
        height:calc(50cqi + 49px)}a:before{width:47%}}:host([mode=number]) *{height:calc(50cqi + 253px)}`);
    customElements.define("inkling-pad", class extends HTMLElement {
        static formAssociated = true; static observedAttributes = [...NAMES, "required"];
        #form = this.attachInternals();
        #root = this.attachShadow({ mode: "open", delegatesFocus: true });
        #view = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && this.#load());
        #still = make("a", { tabIndex: 0, target: "_blank" });
        #frame; #port; #strokes = []; #value = ""; #asked = []; // [resolve, reject] of each who waits for an answer
        constructor() {
            super();
            this.#root.adoptedStyleSheets = [sheet];
            this.#root.append(this.#still);
            const { strokes } = this; // perhaps set before this script had come
            delete this.strokes;
            this.strokes = strokes;
        }
        connectedCallback() {
            addEventListener("message", this);
            this.getAttribute("loading") === "eager" ? this.#load() : this.#view.observe(this);
        }
        disconnectedCallback() { removeEventListener("message", this); }
        attributeChangedCallback(name, before, value) {
            this.#tell({ set: { [name]: value ?? "" } });
            this.#show();
            if (name === "lang" && this.#frame) this.#load(true);
        }
        formDisabledCallback(disabled) { this.#tell({ set: { disabled } }); }
        formResetCallback() { this.clear(); }
        formStateRestoreCallback(state) { this.strokes = JSON.parse(state); }
        get value() { return this.#value; }
        get strokes() { return structuredClone(this.#strokes); }
        set strokes(strokes) { this.#tell({ set: { strokes } }); this.#hear({ drawn: strokes }); }
        clear() { this.strokes = []; }
        read() {
            this.#load();
            this.#tell({ ask: this.#asked.length });
            return new Promise((...waiting) => this.#asked.push(waiting));
        }
        get #set() { return Object.fromEntries(NAMES.map((name) => [name, this.getAttribute(name) ?? ""])); }
        #show() {
            for (const each of this.#root.children) each.title = this.getAttribute("label") || "Inkling";
            const valueMissing = this.hasAttribute("required") && !this.#value;
            this.#form.setFormValue(this.#value, JSON.stringify(this.#strokes));
            this.#form.setValidity({ valueMissing }, missing, this.#root.firstChild);
        }
        #load(again) {
            if (this.#frame && !again) return;
            this.#frame?.remove(); this.#port = null;
            const src = `${site}?${new URLSearchParams({ embed: "", host: origin, ...this.#set })}`;
            this.#frame = make("iframe", { sandbox: "allow-scripts allow-same-origin", src });
            this.#root.prepend(this.#frame);
            this.#show();
            setTimeout(() => {
                if (this.#port) return;
                this.#still.href = site;
                this.#dispatch("error", { message: src });
            }, 30000);
        }
        handleEvent({ source, origin, data }) {
            if (data?.inkling !== "hello" || origin !== site.origin || source !== this.#frame?.contentWindow) return;
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = ({ data }) => this.#hear(data);
            this.#port = port1;
            const set = { ...this.#set, disabled: this.matches(":disabled"), strokes: this.#strokes };
            source.postMessage({ inkling: "port", set }, origin, [port2]);
            for (const number in this.#asked) this.#tell({ ask: +number });
            if (this.#root.activeElement) this.#frame.focus();
            this.#still.remove();
        }
        #tell(message) { this.#port?.postMessage(message); }
        #hear({ drawn, event, detail, height, answer, result, error }) {
            if (Array.isArray(drawn)) this.#strokes = drawn;
            if (event === "read") this.#value = `${detail.text ?? detail.digit}`;
            if (!this.#strokes.length) this.#value = "";
            if (height > 0) this.#frame.style.height = `${height}px`;
            this.#show();
            if (/^(ready|read|error)$/.test(event)) this.#dispatch(event, detail);
            this.#asked[answer]?.[error ? 1 : 0](error ? new Error(error) : result);
            delete this.#asked[answer];
        }
        #dispatch(name, detail) { this.dispatchEvent(new CustomEvent(`inkling-${name}`, { detail, bubbles: true, composed: true })); }
    });
})();
