// Stands in until the timeline is here.
import "./style.css";

const page = JSON.parse(document.getElementById("page")!.textContent!);
document.getElementById("app")!.textContent = `${page.title}: ${page.rows} sessions`;
