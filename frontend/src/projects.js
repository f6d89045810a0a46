// Pages of projects: searchable selects, the report form that reckons along, printing.
import "./styles/projects.css";

import "./projects/fold-on-phones.js";
import "./projects/open-for-print.js";
import "./projects/picker.js";
import "./projects/progress-form.js";
