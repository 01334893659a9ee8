// Requests that htmx or we send carry the CSRF token of the page; a form's own field serves without script.
export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export function startHtmx() {
  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail?.ctx?.request;
    if (request && !["GET", "HEAD"].includes(request.method)) {
      request.headers["X-CSRF-Token"] = csrfToken();
    }
  });
}
