// Writes segments.json: how Twilio's own calculator counts these texts, with
// smart encoding off. In an empty folder: npm install sms-segments-calculator@1.3.0,
// then NODE_PATH=node_modules node segments.js > segments.json
const { SegmentedMessage } = require("sms-segments-calculator");

const texts = [
  "", " ", "\n", "\r\n", "\t", "\f", "\0", "a", "@", "`", "€", "[]", "^{}\\[~]|", "£5 or $5 or ¥5", "ç", "Ç",
  "Can you help? YES or NO, both fine.",
  "It’s yours, thank you", "“Thank you”", "It's yours, thank you", "‘ok’ – fine…", "a — b", "10% off & more; #1",
  "Dŵr a thŷ", "ŵ", "ŷ", "Ŵ", "â", "ê î ô û ï", "à è ì ò ù", "é É", "á", "Croeso i Gymru, sut mae'r tŷ?",
  "naïve", "Zoë", "Siân Ó'Neill", "Jürgen Müßig", "Łukasz", "Привет", "ΓΔΘ", "αβγ", "你好", "مرحبا", "नमस्ते", "สวัสดี", "한국어", "こんにちは",
  "👍", "👍🏽", "👨‍👩‍👧‍👦", "🇬🇧", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "❤️", "❤", "1️⃣", "🤷‍♀️", "👩‍⚕️", "😀😀😀", "🇬🇧🏴󠁧󠁢󠁷󠁬󠁳󠁿🇮🇪", "e\u0301", "Z̸͇̀a̴̓l̵̂g̶̏o", "\u200b", "\u00a0", "\ufeff", "☎ 999", "½ pint", "²", "°C", "•", "©", "\u{10ffff}",
];
for (const n of [1, 69, 70, 71, 133, 134, 135, 153, 159, 160, 161, 200, 201, 202, 306, 307, 459, 460, 1600, 1601]) {
  texts.push("a".repeat(n), "ŵ".repeat(n));
}
for (const n of [75, 76, 77, 79, 80, 81, 152, 153, 154]) texts.push("€".repeat(n), "a€".repeat(n));
for (const n of [33, 34, 35, 36, 66, 67, 68]) texts.push("👍".repeat(n), "a" + "👍".repeat(n));
for (const n of [68, 69, 70]) texts.push("a".repeat(n) + "👍", "a".repeat(n) + "’");
for (const n of [65, 66, 67]) {
  for (const c of ["👍", "👍🏽", "🇬🇧", "👨‍👩‍👧‍👦", "e\u0301", "❤️", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🤷‍♀️", "\r\n", "ŵ"]) texts.push("ŵ".repeat(n) + c + "ŵ".repeat(70));
}
for (const n of [151, 152, 153]) for (const c of ["€", "[", "\r\n", "é"]) texts.push("a".repeat(n) + c + "b".repeat(20));
texts.push("a".repeat(158) + "€", "a".repeat(159) + "€", "a".repeat(159) + "’", "a".repeat(160) + "👍", "\r\n".repeat(80), "\r\n".repeat(81));

const counted = [...new Set(texts)].map((body) => {
  const m = new SegmentedMessage(body, "auto", false);
  return JSON.stringify({ body, segments: m.segmentsCount, encoding: m.encodingName });
});
console.log(`{"made": "by segments.js, with sms-segments-calculator 1.3.0, smart encoding off", "texts": [\n${counted.join(",\n")}\n]}`);
