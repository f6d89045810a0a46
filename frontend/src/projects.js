// Pages of projects: choosing rows and columns, copying, searchable selects, the report form, printing.
import "./styles/monthly.css";
import "./styles/projects.css";
import "./styles/worklist.css";

import "./projects/column-order.js";
import "./projects/copy-list.js";
import "./projects/open-for-print.js";
import "./projects/picker.js";
import "./projects/picking.js";
import "./projects/progress-form.js";
