// The share beside the slider says where it stands.
const slider = document.querySelector(".ac-range");
const said = document.querySelector("[data-share]");

slider?.addEventListener("input", () => {
  said.textContent = slider.value;
});
