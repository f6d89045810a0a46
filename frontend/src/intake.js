// Pages of the intake wizard.
import "./intake/columns-form.js";
import "./intake/next-doubt.js";
