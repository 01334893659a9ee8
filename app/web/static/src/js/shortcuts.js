// The list of keyboard shortcuts: a <dialog> where the browser can, a plain page where it cannot.
export function startDialogs() {
  document.querySelectorAll("[data-opens]").forEach((link) => {
    const dialog = document.getElementById(link.dataset.opens);
    if (!dialog?.showModal) return;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  });
}
