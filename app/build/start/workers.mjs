// Before PyScript's own code, which does not even load in a browser without workers: here it does, and whether one could be made
// app/ui/worker_client.py sees by this.
{
    const Native = globalThis.Worker ?? EventTarget;
    globalThis.Worker = class Worker extends Native {
        constructor(...all) {
            try {
                super(...all);
                if (Native === EventTarget) throw new DOMException("This browser has no workers.", "NotSupportedError");
                delete globalThis.workerless;
            } catch (error) {
                globalThis.workerless = String(error);
                throw error;
            }
        }
    };
}
