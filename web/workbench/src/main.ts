import { mount } from "svelte";
import App from "./App.svelte";
import { takeLink } from "./api/client";
import { work } from "./state/work.svelte";
import "./styles/palette.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/print.css";

work.wanted = takeLink(location, sessionStorage);

const target = document.getElementById("app");
if (target) mount(App, { target });
