// IP-1, KO-1 and VE-1 as a clinical-measure engine judges them: ELM run by cql-execution, one person at a time. Reads {on, tables}: each
// table a list of [person, values…] in the order of days; prints the states.
const fs = require("fs");
const cql = require(process.argv[2] + "/cql-execution");
const { on, tables } = JSON.parse(fs.readFileSync(0, "utf8"));

const COLUMNS = {
  Known: ["known", "died"], Case: ["opened", "closed"], Need: ["since", "met"],
  Offer: ["of", "offered", "answer", "answered", "again"], Plan: ["state", "since"], Spell: ["since", "until", "left"],
  Enquiry: ["received", "replied"],
};
const DAYS = new Set(["known", "died", "opened", "closed", "since", "met", "offered", "answered", "again", "until", "left", "received", "replied"]);

// ── ELM, by short names ─────────────────────────────────────────────────────
const T = "{urn:hl7-org:elm-types:r1}";
const LOCAL = "https://github.com/cqframework/cql-execution/simple";
const text = (value) => ({ type: "Literal", valueType: T + "String", value });
const whole = (value) => ({ type: "Literal", valueType: T + "Integer", value: String(value) });
const day = (iso) => {
  const [year, month, date] = iso.split("-").map((part) => whole(Number(part)));
  return { type: "Date", year, month, day: date };
};
const TODAY = day(on), FAR = day("9999-12-31");
const of = (path) => ({ type: "Property", path, scope: "E" });
const from = (source, path) => ({ type: "Property", path, source });
const ref = (name) => ({ type: "ExpressionRef", name });
const two = (type) => (left, right) => ({ type, operand: [left, right] });
const before = two("LessOrEqual"), less = two("Less"), after = two("Greater"), since = two("GreaterOrEqual"), same = two("Equal");
const all = (...parts) => parts.reduce(two("And")), any = (...parts) => parts.reduce(two("Or"));
const not = (operand) => ({ type: "Not", operand });
const none = (operand) => ({ type: "IsNull", operand });
const some = (operand) => not(none(operand));
const sure = (operand) => ({ type: "IsTrue", operand });
const first = (...operand) => ({ type: "Coalesce", operand });
const later = (start, value, unit) => ({ type: "Add", operand: [start, { type: "Quantity", value, unit }] });
const either = (condition, then, other) => ({ type: "If", condition, then, else: other });
const NULL_DAY = { type: "As", asType: T + "Date", operand: { type: "Null" } };
const steps = (pairs, other) => ({ type: "Case", caseItem: pairs.map(([when, then]) => ({ when, then })), else: other });
const rows = (name, where, value) => ({
  type: "Query", source: [{ alias: "E", expression: { type: "Retrieve", dataType: `{${LOCAL}}${name}` } }], relationship: [],
  ...(where ? { where } : {}), ...(value ? { return: { distinct: false, expression: value } } : {}),
});
const exists = (operand) => ({ type: "Exists", operand });
const over = (type) => (source) => ({ type, source });
const least = over("Min"), most = over("Max"), last = over("Last");

// ── what they stand on ──────────────────────────────────────────────────────
const known = { type: "SingletonFrom", operand: rows("Known") };
const unknown = sure(after(from(ref("Known"), "known"), TODAY)), dead = sure(before(from(ref("Known"), "died"), TODAY));
const runs = (began, ended) => all(before(of(began), TODAY), any(none(of(ended)), after(of(ended), TODAY)));
const offerOf = (name) => last(rows("Offer", all(same(of("of"), text(name)), before(of("offered"), TODAY))));
const defined = {
  Known: known,
  Open: exists(rows("Case", runs("opened", "closed"))),
  Served: any(ref("Open"), not(exists(rows("Case", before(of("opened"), TODAY))))),
  Need: least(rows("Need", runs("since", "met"), of("since"))),
  OfferBy: later(ref("Need"), 1, "month"),
};
for (const name of ["plan", "coordinator"]) {
  const offer = ref("Offer " + name), told = sure(before(from(offer, "answered"), TODAY));
  defined["Offer " + name] = offerOf(name);
  defined["Answer " + name] = either(told, from(offer, "answer"), { type: "As", asType: T + "String", operand: { type: "Null" } });
  defined["Answered " + name] = either(told, from(offer, "answered"), NULL_DAY);
  const answer = ref("Answer " + name), answered = ref("Answered " + name);
  defined["Yes " + name] = sure(same(answer, text("yes")));
  defined["Declined " + name] = sure(any(same(answer, text("no")), same(answer, text("later"))));
  defined["Again " + name] = first(
    from(offer, "again"),
    steps([[sure(same(answer, text("no"))), later(answered, 365, "days")], [sure(same(answer, text("later"))), later(answered, 90, "days")]], NULL_DAY),
  );
}
const state = ({ applies, missing, met, again, due }) => steps(
  [
    [unknown, text("cannot")], [not(applies), text("not_applicable")], ...(missing ? [[missing, text("cannot")]] : []),
    [all(not(met), dead), text("not_applicable")], [all(not(met), none(due)), text("cannot")],
    [all(met, any(dead, none(again), sure(since(again, TODAY)))), text("met")], [all(not(met), sure(since(due, TODAY))), text("due")],
  ],
  text("breached"),
);

// ── the measures ────────────────────────────────────────────────────────────
const plan = (ended) => rows("Plan", all(before(of("since"), TODAY), (ended ? (x) => x : not)(same(of("state"), text("ended")))), of("since"));
const offered = from(ref("Offer plan"), "offered");
defined.Begun = least(plan(false));
defined.Ended = most(plan(true));
defined.HasPlan = some(ref("Begun"));
defined.AfterEnd = any(none(ref("Ended")), sure(after(offered, ref("Ended"))));
defined["IP-1 due"] = steps(
  [[none(ref("Offer plan")), ref("OfferBy")], [none(ref("Answer plan")), later(offered, 14, "days")]], later(ref("Answered plan"), 1, "month"),
);
defined["IP-1"] = state({
  applies: all(ref("Served"), any(some(ref("Need")), ref("Yes plan"))), missing: all(not(ref("HasPlan")), not(ref("AfterEnd"))),
  met: any(ref("HasPlan"), all(ref("Declined plan"), ref("AfterEnd"))),
  again: either(all(not(ref("HasPlan")), ref("Declined plan")), ref("Again plan"), NULL_DAY), due: ref("IP-1 due"),
});

const until = first(of("until"), FAR), left = first(of("left"), FAR);
const held = either(less(until, left), until, left), begun = before(of("since"), TODAY);
const stands = any(none(of("until")), since(of("until"), TODAY));
defined.Has = exists(rows("Spell", all(begun, since(held, TODAY))));
defined.LastHeld = most(rows("Spell", begun, held));
defined.Left = exists(rows("Spell", all(begun, stands, less(held, TODAY))));
const lastHeld = first(ref("LastHeld"), ref("Answered coordinator"));
defined["KO-1 due"] = steps(
  [
    [ref("Yes coordinator"), either(sure(after(lastHeld, ref("Answered coordinator"))), lastHeld, ref("Answered coordinator"))],
    [ref("Left"), ref("LastHeld")], [none(ref("Offer coordinator")), ref("OfferBy")],
  ],
  later(from(ref("Offer coordinator"), "offered"), 14, "days"),
);
defined["KO-1"] = state({
  applies: any(all(some(ref("Need")), ref("Served")), all(ref("Open"), any(ref("Yes coordinator"), ref("Left"), ref("Has")))),
  met: any(ref("Has"), all(not(ref("Left")), ref("Declined coordinator"))),
  again: either(not(ref("Has")), ref("Again coordinator"), NULL_DAY), due: ref("KO-1 due"),
});

defined["VE-1"] = rows("Enquiry", before(of("received"), TODAY), steps(
  [
    [unknown, text("cannot")],
    [all(sure(before(of("replied"), TODAY)), sure(after(of("replied"), later(of("received"), 1, "month")))), text("late")],
    [sure(before(of("replied"), TODAY)), text("met")], [dead, text("not_applicable")],
    [since(later(of("received"), 1, "month"), TODAY), text("due")],
  ],
  text("breached"),
));

// ── run ─────────────────────────────────────────────────────────────────────
const library = {
  library: {
    identifier: { id: "Helhet", version: "1" }, schemaIdentifier: { id: "urn:hl7-org:elm", version: "r1" },
    usings: { def: [{ localIdentifier: "System", uri: "urn:hl7-org:elm-types:r1" }, { localIdentifier: "Simple", uri: LOCAL }] },
    statements: { def: Object.entries(defined).map(([name, expression]) => ({ name, context: "Patient", expression })) },
  },
};
class Row {
  constructor(values) { Object.assign(this, values); }
  get(path) { return this[path]; }
}
class Person {
  constructor(id) { this.id = id; this.rows = {}; }
  getId() { return this.id; }
  get() { return undefined; }
  findRecords(profile, retrieve) { return this.rows[(retrieve ? retrieve.datatype : profile).split("}").pop()] || []; }
}
const persons = new Map();
for (const [table, lines] of Object.entries(tables)) {
  for (const [id, ...values] of lines) {
    if (!persons.has(id)) persons.set(id, new Person(id));
    const made = COLUMNS[table].map((name, place) => [name, DAYS.has(name) && values[place] ? cql.Date.parse(values[place]) : values[place]]);
    (persons.get(id).rows[table] ||= []).push(new Row(Object.fromEntries(made)));
  }
}
const list = [...persons.values()];
const source = { at: 0, currentPatient() { return list[this.at]; }, nextPatient() { this.at += 1; return list[this.at]; } };
const executor = new cql.Executor(new cql.Library(library));
const started = process.hrtime.bigint();
executor.exec(source).then((results) => {
  const microseconds = Number(process.hrtime.bigint() - started) / 1000;
  const states = {};
  for (const told of Object.values(results.patientResults)) {
    for (const name of ["IP-1", "KO-1", "VE-1"]) {
      for (const one of [told[name]].flat()) states[`${name} ${one}`] = (states[`${name} ${one}`] || 0) + 1;
    }
  }
  console.log(JSON.stringify({ states, microseconds, persons: list.length }));
});
