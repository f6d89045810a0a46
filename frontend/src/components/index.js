// Alpine components: named parts of a page that keep a little state. Under the strict content policy a
// template may only name properties and methods that are defined here.
import Alpine from "@alpinejs/csp";

import { demoAccounts } from "./demo-accounts.js";
import { rail } from "./rail.js";

Alpine.data("rail", rail);
Alpine.data("demoAccounts", demoAccounts);
Alpine.start();
