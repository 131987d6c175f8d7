// Before PyScript's own code, which does not even load in a browser without workers, and where none can be made asks another
// server for a Python to run in the page itself. Here it gets one that does nothing, and app/ui/worker_client.py sees why.
{
    const Native = globalThis.Worker?.prototype ? globalThis.Worker : EventTarget;
    const idle = new WeakSet();
    globalThis.Worker = class Worker extends Native {
        constructor(...all) {
            try {
                super(...all);
                if (Native === EventTarget) throw new DOMException("This browser has no workers.", "NotSupportedError");
                delete globalThis.workerless;
            } catch (error) {
                globalThis.workerless = String(error);
                const made = Object.setPrototypeOf(new EventTarget(), new.target.prototype);
                idle.add(made);
                return made;
            }
        }

        addEventListener(...all) {
            if (!idle.has(this)) super.addEventListener(...all);
        }

        postMessage(...all) {
            if (!idle.has(this)) super.postMessage(...all);
        }

        terminate() {
            if (!idle.has(this)) super.terminate();
        }
    };
}
