// Every page: framework behaviour, then ours. No page needs it to work; it only makes work quicker.
import { createAll, Button, Checkboxes, CharacterCount, ErrorSummary, NotificationBanner, Radios, SkipLink } from "./govuk.js";
import { startHtmx } from "./requests.js";
import { startRows } from "./rows.js";
import { startAutosave } from "./autosave.js";
import { startDialogs } from "./shortcuts.js";
import { showCurrentTabs } from "./tabs.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, Checkboxes, CharacterCount, ErrorSummary, NotificationBanner, Radios, SkipLink]) {
  createAll(component);
}
startHtmx();
startRows();
startAutosave();
startDialogs();
showCurrentTabs();
