import { mount } from "svelte";
import App from "./App.svelte";
import { takeToken } from "./api/client";
import "./styles/palette.css";
import "./styles/base.css";
import "./styles/controls.css";

takeToken(location, sessionStorage);

const target = document.getElementById("app");
if (target) mount(App, { target });
