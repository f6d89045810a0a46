// The wall chart: hover card, lights as filters, keys on a page; pages that turn on a board. The server draws it.
import "./wallchart/board.js";
import "./wallchart/hover-card.js";
import "./wallchart/keys.js";
import "./wallchart/light-filter.js";
import "./wallchart/paper-height.js";
import "./wallchart/start-at-today.js";
