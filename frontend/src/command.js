// Pages of command: meetings, the screen of the room, blockers, visits.
import "./styles/projects.css"; // the searchable selects
import "./styles/command.css";

import "./command/room-keys.js";
import "./projects/picker.js";
