// The dialog that takes a portrait: with the camera where there is one, else from a file.
import { asAddress, portrait, portraitOfFile } from "./offline_photo.js";
import { say } from "./offline_words.js";

const dialog = document.getElementById("camera");
const part = (name) => dialog.querySelector(`[data-camera-${name}]`);
const file = document.getElementById("camera-file");

function stop() {
  part("video").srcObject?.getTracks().forEach((track) => track.stop());
  part("video").srcObject = null;
}

async function start() {
  part("video").hidden = true;
  try {
    part("video").srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } } });
    await part("video").play();
    part("video").hidden = false;
    part("take").hidden = false;
    part("state").textContent = say("camera.ready");
  } catch {
    part("state").textContent = say("camera.none");
  }
}

function show(bytes) {
  stop();
  part("image").src = asAddress(bytes);
  part("image").hidden = false;
  part("video").hidden = true;
  part("take").hidden = true;
  part("use").hidden = false;
  part("again").hidden = false;
  part("state").textContent = say("camera.taken", { size: Math.ceil(bytes.length / 1024) });
}

// Answers the JPEG, or null when the dialog was closed without one.
export function takePortrait() {
  let taken = null;
  const begin = () => {
    taken = null;
    file.value = "";
    for (const name of ["image", "use", "again", "take"]) part(name).hidden = true;
    part("image").removeAttribute("src");
    start();
  };
  return new Promise((resolve) => {
    const leave = (answer) => {
      stop();
      for (const [name, how] of Object.entries(clicks)) part(name).removeEventListener("click", how);
      file.removeEventListener("change", chosen);
      dialog.removeEventListener("close", closed);
      part("image").removeAttribute("src");
      if (dialog.open) dialog.close();
      resolve(answer);
    };
    const closed = () => leave(null);
    const chosen = async () => {
      try {
        taken = await portraitOfFile(file.files[0]);
        show(taken);
      } catch {
        part("state").textContent = say("camera.unreadable");
      }
    };
    const clicks = {
      take: async () => {
        taken = await portrait(part("video"), part("video").videoWidth, part("video").videoHeight);
        show(taken);
      },
      use: () => leave(taken),
      again: begin,
      close: closed,
    };
    for (const [name, how] of Object.entries(clicks)) part(name).addEventListener("click", how);
    file.addEventListener("change", chosen);
    dialog.addEventListener("close", closed);
    dialog.showModal();
    begin();
  });
}
