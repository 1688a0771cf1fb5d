/* -- 4. how clients reach the clinic: clinic.csv, as a form -- */

const contactSettings = [
  ["name", "Name of the clinic", "Harbour Street"],
  ["phone", "Telephone", "555 0100"],
  ["email", "E-mail", "desk@clinic.example"],
  ["web", "Web address", "clinic.example"],
  ["help_now", "In an emergency", "Call 988 at any hour."],
  ["currency", "Currency", "$"],
  ["hours", "Clock: 12 or 24", "12"],
];

const listContact = () => $("contact").replaceChildren(
  ...contactSettings.map(([name, label, example]) => make("p",
    { className: "field" }, make("label", { htmlFor: `contact-${name}` }, label),
    make("input", { type: "text", id: `contact-${name}`, "data-contact": name,
      placeholder: example, spellcheck: false }))));

const contactRows = () => contactSettings
  .map(([name]) => [name, $(`contact-${name}`).value.trim()])
  .filter(([, value]) => value);

const contactBytes = () => writeCsv([["setting", "value"], ...contactRows()]);

/* What was typed is the sheet that the program gets. */
const takeContact = () => {
  if (contactRows().length)
    state.files.clinic = { name: "clinic.csv", bytes: contactBytes() };
  else
    delete state.files.clinic;
  showChosen("clinic");
  return checkSheets();
};

/* The other way round: a sheet that was chosen fills the form. */
const readContact = () => {
  const file = state.files.clinic;
  const values = file
    ? new Map(records(file.bytes).map((row) => [row.setting, row.value]))
    : new Map();
  for (const [name] of contactSettings)
    $(`contact-${name}`).value = values.get(name) || "";
};
