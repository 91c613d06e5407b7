import "../styles/page.css";
import "../elements/cs-explorer.ts";
