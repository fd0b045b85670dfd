// Writes signatures.json: webhooks signed by Twilio's own Node library. In an
// empty folder: npm install twilio@6.2.0, then
// NODE_PATH=node_modules node signatures.js > signatures.json
//
// "public" is the address configured with Twilio without the webhook's path,
// "target" the path and query as our server sees them, "form" the body.
const { getExpectedTwilioSignature, validateRequest } = require("twilio/lib/webhooks/webhooks");
const querystring = require("querystring");

const token = "12345678901234567890123456789012";
const here = "https://goodturn.example";
const text = {
  MessageSid: "SM00000000000000000000000000000001", AccountSid: "AC00000000000000000000000000000001",
  From: "+447700900123", To: "+447700900001", Body: "hi id like 2 help", NumMedia: "0", NumSegments: "1",
};
const webhooks = [
  { name: "a text" },
  { name: "spaces at both ends", params: { ...text, Body: "  yes \n" } },
  { name: "an empty body", params: { ...text, Body: "" } },
  { name: "emoji and Welsh", params: { ...text, Body: "Dŵr 👍🏽 tŷ" } },
  { name: "another script", params: { ...text, Body: "नमस्ते مرحبا" } },
  { name: "plus, ampersand, equals, percent", params: { ...text, Body: "1+1=2 & 100% ;?#" } },
  { name: "line ends of both kinds", params: { ...text, Body: "one\r\ntwo\nthree" } },
  { name: "sixteen hundred characters", params: { ...text, Body: "é".repeat(1600) } },
  { name: "WhatsApp", params: { ...text, From: "whatsapp:+447700900123", To: "whatsapp:+447700900001", ProfileName: "Amina" } },
  { name: "a short code", params: { ...text, From: "85258" } },
  { name: "a picture", params: { ...text, Body: "", NumMedia: "1", MediaUrl0: "https://api.twilio.com/x", MediaContentType0: "image/jpeg" } },
  { name: "an opt-out that Twilio answered", params: { ...text, Body: "STOP", OptOutType: "STOP" } },
  { name: "empty values", params: { ...text, FromCity: "", FromState: "" } },
  { name: "keys that sort by case", params: { ...text, body: "small", _x: "1", Zed: "2" } },
  { name: "a query, in its own order", target: "/twilio/message?z=1&a=2&m=3" },
  { name: "a query with escapes", target: "/twilio/status?entry=person%2Fab%407%2F2", params: { MessageSid: text.MessageSid, MessageStatus: "delivered", From: text.From, To: text.To } },
  { name: "a query that repeats a key", target: "/twilio/message?a=2&a=1" },
  { name: "signed with the standard port", signed: "https://goodturn.example:443/twilio/message" },
  { name: "configured with the standard port, signed without", public: "https://goodturn.example:443", signed: "https://goodturn.example/twilio/message" },
  { name: "a port of its own", public: "http://goodturn.example:8080", signed: "http://goodturn.example:8080/twilio/message" },
  { name: "a path before ours", public: "https://example.org/goodturn", target: "/twilio/message", signed: "https://example.org/goodturn/twilio/message" },
  { name: "a name and password in the address", public: "https://user:secret@goodturn.example", signed: "https://user:secret@goodturn.example/twilio/message" },
  { name: "a fragment in the address", public: "https://goodturn.example#rc=5&rp=all", signed: "https://goodturn.example/twilio/message" },
  { name: "one key twice, the same value", params: { ...text, Extra: ["b", "b"] } },
  { name: "one key twice, different values", params: { ...text, Extra: ["b", "a"] }, repeated: true },
  { name: "another token", token: "00000000000000000000000000000000", forged: true },
  { name: "another host", signed: "https://elsewhere.example/twilio/message", forged: true },
  { name: "another path", signed: "https://goodturn.example/twilio/status", forged: true },
  { name: "another order of the query", target: "/twilio/message?b=2&a=1", signed: "https://goodturn.example/twilio/message?a=1&b=2", forged: true },
  { name: "words changed on the way", sent: { ...text, Body: "hi" }, forged: true },
  { name: "words trimmed", params: { ...text, Body: " yes" }, sent: { ...text, Body: "yes" }, forged: true },
  { name: "a value added", sent: { ...text, OptOutType: "STOP" }, forged: true },
  { name: "a second value added", sent: { ...text, Body: [text.Body, "STOP"] }, forged: true },
];
const out = webhooks.map((w) => {
  const params = w.params || text, target = w.target || "/twilio/message", base = w.public || here;
  const signature = getExpectedTwilioSignature(w.token || token, w.signed || base + target, params);
  const sent = w.sent || params;
  const valid = validateRequest(token, signature, base.split("#")[0] + target, sent);
  if (valid !== !w.forged) throw new Error(w.name);
  return JSON.stringify({ name: w.name, public: base, target, form: querystring.stringify(sent), signature, valid, repeated: !!w.repeated });
});
console.log(`{"made": "by signatures.js, with twilio 6.2.0 for Node", "token": "${token}", "webhooks": [\n${out.join(",\n")}\n]}`);
