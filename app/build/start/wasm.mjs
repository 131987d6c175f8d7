// Part of both start.js: wasm from a host that does not know it.

/** The response as one of wasm: browsers compile what streams in under that type alone. */
export function asWasm(response) {
    const type = "application/wasm";
    if (response.headers.get("Content-Type") === type) return response; // whose compiled code the browser keeps
    return new Response(response.body, { status: response.status, headers: { "Content-Type": type } });
}
