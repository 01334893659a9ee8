// Public pages: only what a form needs.
import { createAll, Button, ErrorSummary } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(Button);
createAll(ErrorSummary);
