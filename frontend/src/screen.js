// A board on a wall screen: pages turn by themselves, figures are fetched without a flicker, a lost connection is said.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/light.css";
import "./styles/board.css";
import "./styles/screen.css";

import { follow } from "./screen/following.js";
import { turning } from "./screen/turning.js";

const screen = document.querySelector("[data-screen]");
if (screen) follow(screen, turning(screen));
