// validatorUrl: null, or the page would send the document's address to another host.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  validatorUrl: null,
  queryConfigEnabled: false,
});
