import init from "GLUE";

try {
  await init({ module_or_path: "MODULE" });
} catch (error) {
  console.error(error);
  const boot = document.querySelector(".boot");
  if (boot) boot.textContent = "Scopesight could not start in this browser. It needs WebAssembly.";
}
