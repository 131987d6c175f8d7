// Before PyScript's own code, which does not even load in a browser without workers, and where none can be made asks another
// server for a Python to run in the page itself. Here it gets one that does nothing, and app/ui/worker_client.py sees why.
{
    const Native = globalThis.Worker ?? EventTarget;
    const idle = { postMessage() {}, terminate() {}, onmessage: null, onmessageerror: null, onerror: null };
    globalThis.Worker = class Worker extends Native {
        constructor(...all) {
            try {
                super(...all);
                if (Native === EventTarget) throw new DOMException("This browser has no workers.", "NotSupportedError");
                delete globalThis.workerless;
            } catch (error) {
                globalThis.workerless = String(error);
                return Object.setPrototypeOf(Object.assign(new EventTarget(), idle), new.target.prototype);
            }
        }
    };
}
