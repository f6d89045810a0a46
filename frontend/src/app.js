// On every page: style, partial pages, small behaviours.
import "./styles/app.scss";

import "./behaviours/partial-pages.js";
import "./behaviours/ask-first.js";
import "./behaviours/busy-form.js";
import "./behaviours/dismiss.js";
import "./behaviours/file-drop.js";
import "./behaviours/find-among.js";
import "./behaviours/fitting-table.js";
import "./behaviours/fold-on-phones.js";
import "./behaviours/menu.js";
import "./behaviours/page-keys.js";
import "./behaviours/screen.js";
import "./behaviours/search.js";
import "./behaviours/section-nav.js";
import "./behaviours/show-when.js";
import "./behaviours/submit-on-change.js";
import "./behaviours/table-keys.js";
import "./components/index.js";
