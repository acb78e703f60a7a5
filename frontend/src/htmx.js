// htmx with its extension for server-sent events.
import "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
