// VE-1 as a clinical-measure engine judges it: ELM run by cql-execution, one person at a time. Reads {on, rows} and prints the states.
const fs = require("fs");
const cql = require(process.argv[2] + "/cql-execution");
const { on, rows } = JSON.parse(fs.readFileSync(0, "utf8"));

const T = "{urn:hl7-org:elm-types:r1}";
const text = (value) => ({ type: "Literal", valueType: T + "String", value });
const field = (path) => ({ type: "Property", path, scope: "E" });
const day = (iso) => {
  const [year, month, date] = iso.split("-").map((part) => ({ type: "Literal", valueType: T + "Integer", value: String(Number(part)) }));
  return { type: "Date", year, month, day: date };
};
const given = (path) => ({ type: "Not", operand: { type: "IsNull", operand: field(path) } });
const notAfter = (path) => ({ type: "And", operand: [given(path), { type: "LessOrEqual", operand: [field(path), day(on)] }] });
const dueBy = { type: "Add", operand: [field("received"), { type: "Quantity", value: 1, unit: "month" }] };
const item = (when, then) => ({ when, then: text(then) });
const state = {
  type: "Case",
  caseItem: [
    item({ type: "Greater", operand: [field("known"), day(on)] }, "cannot"),
    item(notAfter("replied"), "met"),
    item(notAfter("died"), "not_applicable"),
    item({ type: "GreaterOrEqual", operand: [dueBy, day(on)] }, "due"),
  ],
  else: text("breached"),
};
const enquiries = { type: "Retrieve", dataType: "{https://github.com/cqframework/cql-execution/simple}Enquiry" };
const query = { type: "Query", source: [{ alias: "E", expression: enquiries }], relationship: [], return: { distinct: false, expression: state } };
const library = {
  library: {
    identifier: { id: "VE1", version: "1" }, schemaIdentifier: { id: "urn:hl7-org:elm", version: "r1" },
    usings: { def: [{ localIdentifier: "System", uri: "urn:hl7-org:elm-types:r1" },
                    { localIdentifier: "Simple", uri: "https://github.com/cqframework/cql-execution/simple" }] },
    statements: { def: [{ name: "VE1", context: "Patient", expression: query }] },
  },
};

class Enquiry {
  constructor(row) {
    const parsed = (value) => (value ? cql.Date.parse(value) : null);
    [this.received, this.replied, this.known, this.died] = row.slice(1).map(parsed);
  }
  get(path) { return this[path]; }
}
class Person {
  constructor(id) { this.id = id; this.rows = []; }
  getId() { return this.id; }
  get() { return undefined; }
  findRecords() { return this.rows; }
}
const persons = new Map();
for (const row of rows) {
  if (!persons.has(row[0])) persons.set(row[0], new Person(row[0]));
  persons.get(row[0]).rows.push(new Enquiry(row));
}
const list = [...persons.values()];
const source = { at: 0, currentPatient() { return list[this.at]; }, nextPatient() { this.at += 1; return list[this.at]; } };
const executor = new cql.Executor(new cql.Library(library));
const began = process.hrtime.bigint();
executor.exec(source).then((results) => {
  const microseconds = Number(process.hrtime.bigint() - began) / 1000;
  const states = {};
  for (const told of Object.values(results.patientResults)) for (const one of told.VE1) states[one] = (states[one] || 0) + 1;
  console.log(JSON.stringify({ states, microseconds, persons: list.length }));
});
