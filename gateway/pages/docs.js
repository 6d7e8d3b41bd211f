// Shows /openapi.json. The validator badge is off: it would ask an outside address.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#documents",
  deepLinking: true,
  validatorUrl: null,
});
