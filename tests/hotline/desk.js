// SPDX-License-Identifier: Apache-2.0
// The desk page: gets everything when the event stream says that something changed, and draws only the rows that did.
// Whatever came from outside goes in as text. A row's buttons are dead from the click until the answer has come and the
// row is drawn anew, so a double click is one click.
"use strict";

const $ = (id) => document.getElementById(id);
const state = { requests: [], boxes: [], profile: {}, catalog: {}, notices: [], faults: [], voices: [] };
const rows = new Map(), wrong = new Map(), busy = new Set();

function make(tag, className, text, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== "") element.textContent = text;
  element.append(...children);
  return element;
}

async function call(method, path, body) {
  const response = await fetch("/desk/api/" + path, {
    method, headers: body ? { "Content-Type": "application/json" } : {}, body: body ? JSON.stringify(body) : undefined });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail || "HTTP " + response.status);
  return answer;
}

// --- words

const STATES = {
  received: ["待处理", "wait"], answered: ["已接听", "good"], help_sent: ["已派人", "good"], accepted: ["已接单", "good"],
  on_the_way: ["快到了", "good"], arrived: ["已到", "good"], done: ["已完成", "over"], closed: ["已结束", "over"],
  rejected: ["已拒绝", "over"], cancelled: ["已取消", "over"], expired: ["已过期", "over"], confirm: ["老人确认", ""] };
const OVER = new Set(["done", "closed", "rejected", "cancelled", "expired"]);
const KINDS = { sos: "紧急呼救", callback: "请回电" };
const BY = { box: "机顶盒", desk: "值班台", auto: "自动", test: "测试", stock: "库存", clock: "到时间" };
const TROUBLES = { catalog: "服务目录没有采用", profile: "家庭资料没有采用", test: "每日线路测试没有通过",
  choices: "可选项目没有采用", image: "图片没有采用", event: "消息没有采用", answer: "答复没有采用",
  heartbeat: "心跳间隔没有采用", config: "配置文件有错", identity: "证书不能用", keymap: "按键表有错", data: "界面文件有错",
  clock: "证书日期不对", screen: "电视上没有画面", remote: "没有遥控器", sound: "没有声音", certificate: "证书快到期" };
const TRIGGERS = { remote: "遥控器", screen: "屏幕", voice: "语音", test: "测试", box: "机顶盒自动" };

const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour12: false });
function age(at) {
  const s = Math.max(0, Math.round((Date.now() - new Date(at)) / 1000));
  return s < 60 ? s + " 秒" : s < 3600 ? Math.floor(s / 60) + " 分 " + (s % 60) + " 秒" : s < 86400 ? Math.floor(s / 3600) + " 小时" : Math.floor(s / 86400) + " 天";
}

const service = (id) => (state.catalog.services || []).find((each) => each.id === id);
const title = (request) => KINDS[request.kind] || (service(request.service) || {}).title || request.service_title || request.service;

const yuan = (fen) => (fen % 100 ? (fen / 100).toFixed(2) : fen / 100) + "元";
const minutes = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

const contacts = () => (state.profile.contacts || []).map((each) => `${each.name}（${each.relation}）`);

function asked(request) {
  if (request.kind === "sos")
    return [["联系人", contacts().join("、")], ["按键", request.presses + " 次"], ["来自", TRIGGERS[request.trigger] || request.trigger]].filter((part) => part[1]);
  const parts = request.lines.map((line) => [line.label, line.value]);
  if (request.kind === "callback" && request.service) parts.unshift(["事由", title({ ...request, kind: "" })]);
  return parts;
}

function drawBill(request) {
  const table = make("table", "bill"), body = make("tbody");
  for (const line of request.bill) body.append(make("tr", "", "", make("td", "", line.title), make("td", "", "×" + line.quantity),
    make("td", "", line.pay < line.price ? yuan(line.price) : ""), make("td", "", yuan(line.pay))));
  table.append(body, make("tfoot", "", "", make("tr", "", "", make("td", "", `合计 ${request.bill.length} 样`), make("td"),
    make("td", "", request.pay < request.price ? yuan(request.price) : ""), make("td", "", yuan(request.pay || 0)))));
  return table;
}

// --- what can be done, by kind and state

const PLATE = { name: "车牌", value: "沪A·X3642", role: "plate" }, DRIVER = { name: "司机", value: "李师傅 138****3642", role: "phone", size: "many" };
const PLACE = { name: "上车点", value: "", role: "place", size: "many" };
const ETA = (value) => ({ name: "分钟", value, eta: true, size: "few" });
const WHY = { name: "原因", value: "附近暂时没有车", message: true, size: "many" };
const say = (value) => ({ name: "告诉老人", value, message: true, size: "long" });
const PERSON = { to: "answered", say: "已接通" };
const ACTS = {
  sos: {
    received: [{ to: "answered", say: "接听", style: "urgent" }],
    answered: [{ to: "help_sent", say: "派人", style: "main", fields: [ETA(8)] }, { to: "closed", say: "结束" }],
    help_sent: [{ to: "arrived", say: "已到", style: "main" }, { to: "closed", say: "结束" }],
    arrived: [{ to: "closed", say: "结束", style: "main" }] },
  taxi: {
    received: [{ to: "accepted", say: "接单", style: "main", fields: [PLATE, DRIVER, PLACE, ETA(8)] },
      { to: "received", say: "再找一轮", headline: "再找一次车（第二轮）", message: "附近没有空车，正在更大的范围里找，请再等等。" },
      { to: "rejected", say: "没有车", fields: [WHY] }],
    accepted: [{ to: "accepted", say: "更新时间", fields: [ETA(5)] }, { to: "on_the_way", say: "快到了", style: "main", eta: 2 },
      { to: "arrived", say: "车到了" }, { to: "rejected", say: "拒绝", fields: [WHY] }],
    on_the_way: [{ to: "arrived", say: "车到了", style: "main" }, { to: "done", say: "完成" }],
    arrived: [{ to: "done", say: "完成", style: "main" }] },
  hospital: {
    received: [{ to: "accepted", say: "挂上号了", style: "main" },
      { to: "rejected", say: "时间满了", headline: "这个时间刚被约走了", retry_step: "slot", fields: [say("别的时间还有，换一个就行。")] },
      { to: "rejected", say: "挂不上", fields: [say("这家医院今天停诊，请换一家医院。")] }],
    accepted: [{ to: "accepted", say: "改通知", fields: [say("请提前半小时到，先在一楼取号。")] }, { to: "done", say: "已就诊", style: "main" },
      { to: "rejected", say: "医生停诊", headline: "医生停诊了", retry_step: "slot", fields: [say("费用不收，请换一个时间。")] }] },
  meal: {
    received: [{ to: "accepted", say: "食堂接单", style: "main", fields: [ETA(40)] },
      { to: "rejected", say: "有菜卖完", headline: "有一样饭菜刚卖完", retry_step: "dishes", fields: [say("换一样就行，别的都给您留着。")] },
      { to: "rejected", say: "食堂休息", headline: "这家食堂今天休息", retry_step: "canteen", fields: [say("请换一家食堂。")] }],
    accepted: [{ to: "on_the_way", say: "出餐了", style: "main", fields: [ETA(10)] }, { to: "arrived", say: "可以来取", headline: "饭菜好了，可以来取" }],
    on_the_way: [{ to: "arrived", say: "送到了", style: "main" }],
    arrived: [{ to: "done", say: "完成", style: "main" }] },
  grocery: {
    received: [{ to: "accepted", say: "超市接单", style: "main", fields: [ETA(90)] },
      { to: "rejected", say: "这一班满了", headline: "这一班送满了", retry_step: "plan", fields: [say("换个时间就行，买菜单子给您留着。")] },
      { to: "rejected", say: "缺货", headline: "有几样今天缺货", retry_step: "basket", fields: [say("请换几样，别的给您留着。")] }],
    accepted: [{ to: "accepted", say: "换了货", fields: [say("鲫鱼换成鲈鱼，多退少补。")] }, { to: "on_the_way", say: "出发了", style: "main", fields: [ETA(15)] }],
    on_the_way: [{ to: "arrived", say: "到门口了", style: "main" }],
    arrived: [{ to: "done", say: "完成", style: "main" }] },
  service: {
    received: [{ to: "accepted", say: "接单", style: "main", fields: [ETA(30)] }, { to: "rejected", say: "拒绝", fields: [{ ...WHY, value: "今天已经约满" }] }],
    accepted: [{ to: "on_the_way", say: "已出发", fields: [ETA(15)] }, { to: "done", say: "完成", style: "main" }, { to: "rejected", say: "拒绝", fields: [{ ...WHY, value: "今天已经约满" }] }],
    on_the_way: [{ to: "arrived", say: "已送到", style: "main" }, { to: "done", say: "完成" }],
    arrived: [{ to: "done", say: "完成", style: "main" }] },
  callback: {
    received: [{ to: "accepted", say: "马上回电", style: "main", fields: [ETA(5)] }, PERSON, { to: "rejected", say: "拒绝", fields: [{ ...WHY, value: "电话无人接听" }] }],
    accepted: [{ ...PERSON, style: "main" }, { to: "done", say: "完成" }],
    answered: [{ to: "done", say: "完成", style: "main" }] } };
const acts = (request) => ((request.kind === "service" && ACTS[request.service]) || ACTS[request.kind])[request.status] || [];

async function push(request, act, inputs) {
  if (busy.has(request.id)) return;
  busy.add(request.id);
  wrong.delete(request.id);
  for (const button of document.querySelectorAll(`[data-request="${CSS.escape(request.id)}"] button, #alarm-answer`)) button.disabled = true;
  const body = { status: act.to }, details = [];
  if (act.eta !== undefined) body.eta_minutes = act.eta;
  for (const name of ["headline", "message", "retry_step"]) if (act[name]) body[name] = act[name];
  for (const [field, input] of inputs) {
    const value = input.value.trim();
    if (!value) continue;
    if (field.eta) body.eta_minutes = Number(value);
    else if (field.message) body.message = value;
    else details.push({ label: field.name, value, ...(field.role ? { role: field.role } : {}) });
  }
  if (details.length) body.details = details;
  try {
    await call("POST", `requests/${request.id}/status`, body);
  } catch (error) {
    wrong.set(request.id, "没有成功：" + error.message);
  }
  busy.delete(request.id);
  (rows.get(request.id) || {}).text = "";
  await refresh();
}

// --- rows

function drawActs(request) {
  const box = make("div", "acts");
  for (const act of acts(request)) {
    const button = make("button", act.style || "", act.say), inputs = [];
    button.type = "button";
    button.dataset.action = act.to;
    const group = make("div", act.fields ? "group" : "");
    for (const field of act.fields || []) {
      const input = make("input", field.size || "");
      input.value = field.value;
      if (field.eta) Object.assign(input, { type: "number", min: 0, max: 600 });
      else input.maxLength = 40;
      input.dataset.field = field.name;
      group.append(make("label", "", field.name, input));
      inputs.push([field, input]);
    }
    button.addEventListener("click", () => push(request, act, inputs));
    group.append(button);
    box.append(group);
  }
  return box;
}

// Only the sound: what it says is for a person's ear.
function drawSpoken(voice) {
  const sound = make("audio"), box = make("div", "spoken", "", make("b", "", `语音留言，${Math.max(1, Math.round(voice.lasts_ms / 1000))} 秒`), sound);
  Object.assign(sound, { controls: true, preload: "none", src: `/desk/api/voices/${encodeURIComponent(voice.id)}/sound` });
  box.dataset.voice = voice.id;
  return box;
}

function drawRow(request, row) {
  const over = OVER.has(request.status), [word, style] = STATES[request.status];
  row.className = "request " + request.kind + (request.ringing ? " ringing" : "") + (over ? " over" : "") + (request.handed_over ? " late" : "");
  row.dataset.request = request.id;
  row.dataset.status = request.status;
  row.dataset.kind = request.kind;
  row.dataset.ringing = String(!!request.ringing);
  const top = make("div", "top", "", make("h3", "", title(request)), make("span", "pill " + (request.ringing ? "bad" : style), request.ringing ? "正在呼叫" : word));
  if (request.test) top.append(make("span", "pill over", "测试"));
  if (request.handed_over && !over) top.append(make("span", "pill bad", "超过承诺时间，请马上打电话"));
  const grace = make("span", "grace"), ticking = make("span", "age");
  top.append(grace, ticking);
  const home = (state.profile.addresses || [])[0] || {};
  const who = make("div", "who", "", make("b", "", state.profile.name || "未登记"), make("span", "phone", state.profile.phone || ""), make("span", "", home.text || ""));
  const asking = make("div", "asked");
  for (const [label, value] of asked(request)) asking.append(make("span", "", "", make("i", "", label), value));
  const told = make("div", "told", "", make("b", "", "电视上：" + request.headline), make("span", "", request.message));
  for (const detail of request.details || []) told.append(make("span", "", detail.label + " " + detail.value));
  const history = make("div", "history");
  for (const each of request.history) history.append(make("span", "", `${clock(each.at)} ${(STATES[each.status] || [each.status])[0]}（${BY[each.by] || each.by}）`));
  history.append(make("span", "", request.device));
  row.replaceChildren(top, who, asking, ...request.voices.map(drawSpoken), ...(request.bill.length ? [drawBill(request)] : []), told, drawActs(request), history);
  if (wrong.has(request.id)) row.append(make("p", "wrong", wrong.get(request.id)));
}

const OPEN = 4;
const rank = (request) => (OVER.has(request.status) ? OPEN : request.kind === "sos" && !request.test ? (request.ringing ? 0 : 1) :
  request.handed_over && request.status === "received" ? 2 : 3);

function drawRequests() {
  const sorted = [...state.requests].sort((a, b) => rank(a) - rank(b) || new Date(b.received_at) - new Date(a.received_at));
  const places = { open: $("requests"), past: $("past") }, next = { open: $("requests").firstChild, past: $("past").firstChild };
  const seen = new Set();
  let open = 0;
  for (const request of sorted) {
    const text = JSON.stringify([request, state.profile, state.catalog.etag, wrong.get(request.id)]);
    const known = rows.get(request.id) || { row: make("article") };
    rows.set(request.id, known);
    seen.add(request.id);
    if (known.text !== text) drawRow(request, known.row);
    known.text = text;
    const where = rank(request) === OPEN ? "past" : "open";
    open += where === "open";
    if (next[where] === known.row) next[where] = known.row.nextSibling;
    else places[where].insertBefore(known.row, next[where]);
  }
  for (const [id, known] of rows) if (!seen.has(id)) { known.row.remove(); rows.delete(id); }
  $("nothing").hidden = open > 0;
  $("past-box").hidden = sorted.length === open;
  $("past-count").textContent = String(sorted.length - open);
  $("counts").textContent = `进行中 ${open} · 共 ${sorted.length}`;
}

const ringing = () => state.requests.filter((each) => each.ringing).sort((a, b) => new Date(a.received_at) - new Date(b.received_at));

function drawAlarm() {
  const calls = ringing(), first = calls[0];
  $("alarm").hidden = !first;
  if (!first) return;
  const home = (state.profile.addresses || [])[0] || {};
  $("alarm-title").textContent = `紧急呼救：${state.profile.name || first.device}` + (calls.length > 1 ? `（共 ${calls.length} 起）` : "");
  $("alarm-answer").disabled = busy.has(first.id);
  $("alarm-answer").dataset.for = first.id;
  $("alarm-text").textContent = [state.profile.phone && `电话 ${state.profile.phone}`, home.text, `按了 ${first.presses} 次`, `已等 ${age(first.received_at)}`].filter(Boolean).join(" · ");
}
$("alarm-answer").addEventListener("click", () => {
  const first = ringing().find((each) => each.id === $("alarm-answer").dataset.for);
  if (first) push(first, { to: "answered" }, []);
});

// --- the side

function drawBoxes() {
  $("boxes").replaceChildren(...state.boxes.map((box) => {
    const entry = make("div", "entry", "", make("span", "pill " + (box.silent ? "bad" : "good"), box.silent ? "没有声音" : "在线"), make("b", "", box.device),
      make("small", "", `最近 ${age(box.last_seen)}前` + (box.heartbeat ? ` · 版本 ${box.heartbeat.version} · 待发 ${box.heartbeat.pending}` : "")));
    for (const [what, name] of [["sos", "呼救"], ["tests", "线路测试"]]) {
      const count = (((box.heartbeat || {}).health || {}).attempts || {})[what];
      if (count && count.sent) entry.append(make("small", "", `${name}一次送达 ${count.first}/${count.sent}`));
    }
    for (const trouble of (box.heartbeat || {}).troubles || [])
      entry.append(make("small", "trouble", `${TROUBLES[trouble.what] || trouble.what}（${clock(trouble.since)}起）：${trouble.why}`));
    entry.dataset.device = box.device;
    entry.dataset.silent = String(box.silent);
    return entry;
  }));
  if (!state.boxes.length) $("boxes").append(make("p", "hint", "还没有机顶盒连接过。"));
  const devices = state.boxes.map((box) => box.device), select = $("notice-device"), shown = [...select.options].map((each) => each.value);
  if (devices.join() !== shown.join()) select.replaceChildren(...devices.map((device) => Object.assign(make("option", "", device), { value: device })));
  $("notice-send").disabled = !devices.length;
}

function drawNotices() {
  $("notices").replaceChildren(...state.notices.slice(0, 5).map((notice) => {
    const choice = (notice.choices || []).find((each) => each.id === notice.reply);
    return make("div", "entry", "", make("span", "pill " + (notice.reply ? "good" : "wait"), notice.reply ? (choice || {}).title || "看过了" : "未回答"),
      make("b", "", notice.title), make("small", "", `${clock(notice.sent_at)} · ${notice.device}`));
  }));
}

const FAULTS = Object.fromEntries([...$("fault-kind").options].map((each) => [each.value, each.textContent]));
function drawFaults() {
  $("faults").replaceChildren(...state.faults.map((fault) => {
    const entry = make("div", "entry", "", make("span", "pill bad", `命中 ${fault.hits}`), make("b", "", FAULTS[fault.kind] || fault.kind),
      make("small", "", `${fault.path} · ${Math.round(fault.share * 100)}% · 到 ${clock(Date.now() + fault.seconds_left * 1000)}`));
    entry.dataset.fault = fault.kind;
    return entry;
  }));
  if (!state.faults.length) $("faults").append(make("p", "hint", "没有打开的故障。"));
}

function drawVoices() {
  const waiting = state.voices.filter((voice) => !voice.answer && !voice.request), shown = [...$("voices").children].map((each) => each.dataset.voice);
  $("voice-panel").hidden = !waiting.length;
  if (shown.join() === waiting.map((voice) => voice.id).join()) return; // do not wipe what is being typed
  $("voices").replaceChildren(...waiting.map((voice) => {
    const sound = make("audio"), text = make("input"), intent = make("select"), send = make("button", "main", "回复");
    Object.assign(sound, { controls: true, preload: "none", src: `/desk/api/voices/${voice.id}/sound` });
    Object.assign(text, { placeholder: "听到的话", maxLength: 100 });
    intent.append(Object.assign(make("option", "", "没有听懂，人工回电"), { value: "" }));
    for (const each of state.catalog.services || []) intent.append(Object.assign(make("option", "", each.title), { value: each.id }));
    send.type = "button";
    send.addEventListener("click", async () => {
      if (!text.value.trim()) return text.focus();
      send.disabled = true;
      await call("POST", `voices/${voice.id}/answer`, { text: text.value.trim(), ...(intent.value ? { intent: { service: intent.value, answers: {} } } : {}) }).catch(() => { send.disabled = false; });
      refresh();
    });
    const entry = make("div", "entry", "", make("small", "", `${clock(voice.at)} · ${voice.device}`), sound, text, intent, send);
    entry.dataset.voice = voice.id;
    return entry;
  }));
}

async function act(button, said, work, done) {
  button.disabled = true;
  said.className = "said";
  try {
    await work();
    said.textContent = done;
  } catch (error) {
    said.className = "said bad";
    said.textContent = "没有成功：" + error.message;
  }
  button.disabled = false;
  refresh();
}
// What each kind of notice says unless somebody writes something else; an answer with a service opens that service.
const CHOICES = { "很好": "fine", "不太好": "unwell", "请打电话给我": "call", "没事": "fine", "需要帮忙": "help", "吃过了": "taken", "等一会儿": "later", "知道了": "seen", "叫车去": "taxi" };
const NOTICES = {
  care: ["您今天好吗？", "请按一个数字回答我们。", "很好\n不太好\n请打电话给我"],
  weather: ["明天大风降温", "最低零下二度，请少出门，关好门窗，多穿一件。", ""],
  fraud: ["小心冒充医保局的电话", "医保局不会打电话要银行卡号和验证码。接到这样的电话，请挂掉，再打 62229090。", ""],
  medicine: ["该吃药了", "早饭后的降压药，一片。", "吃过了\n等一会儿"],
  alarm: ["厨房的烟雾报警响了", "您家里没事吧？没有回答，我们马上打电话。", "没事\n需要帮忙"],
  message: ["居委会来信", "星期三下午两点，活动室量血压，不收钱。", ""],
  reminder: ["明天 9:30 要去看病", "请准备好身份证、医保卡和病历。", "叫车去\n知道了"] };
$("notice-kind").addEventListener("change", () => {
  [$("notice-title").value, $("notice-text").value, $("notice-choices").value] = NOTICES[$("notice-kind").value];
});
const choice = (line, i) => ({ id: CHOICES[line] || "choice-" + (i + 1), title: line, ...(line === "叫车去" ? { service: "taxi", answers: {} } : {}) });
$("notice-send").addEventListener("click", () => act($("notice-send"), $("notice-said"), () => call("POST", "notices", {
  device: $("notice-device").value, kind: $("notice-kind").value, title: $("notice-title").value.trim(), text: $("notice-text").value.trim().replace(/\s+/g, " "),
  choices: $("notice-choices").value.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 6).map(choice) }), "已发送。"));
$("fault-on").addEventListener("click", () => act($("fault-on"), $("fault-said"), () => call("POST", "faults", {
  kind: $("fault-kind").value, path: $("fault-path").value, share: Number($("fault-share").value) / 100, seconds: Number($("fault-seconds").value),
  delay_ms: Number($("fault-delay").value) }), "已打开。"));
$("fault-off").addEventListener("click", () => act($("fault-off"), $("fault-said"), () => call("DELETE", "faults"), "已全部关闭。"));

// --- sound and title

let audio = null;
$("sound").addEventListener("click", () => {
  const on = $("sound").getAttribute("aria-pressed") !== "true";
  $("sound").setAttribute("aria-pressed", String(on));
  $("sound").textContent = on ? "提示音已开" : "开启提示音";
  if (on && !audio) audio = new AudioContext();
  if (audio) on ? audio.resume() : audio.suspend();
});
function beep() {
  if (!audio || audio.state !== "running") return;
  [[880, 0], [660, 0.25]].forEach(([tone, after]) => {
    const source = audio.createOscillator(), gain = audio.createGain(), at = audio.currentTime + after;
    source.frequency.value = tone;
    gain.gain.setValueAtTime(0.25, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.22);
    source.connect(gain).connect(audio.destination);
    source.start(at);
    source.stop(at + 0.23);
  });
}

const TITLE = document.title;
let ticks = 0;
function tick() {
  ticks++;
  for (const request of state.requests) {
    const row = (rows.get(request.id) || {}).row;
    if (!row) continue;
    row.querySelector(".age").textContent = age(request.received_at) + "前";
    const left = Math.ceil((new Date(request.rings_at) - Date.now()) / 1000);
    const waits = request.kind === "sos" && request.status === "received" && !request.ringing && left > 0;
    const promised = new Date(request.promised_at) - Date.now(), grace = row.querySelector(".grace");
    grace.textContent = waits ? `宽限 ${left} 秒` : promised > 0 ? `${minutes(promised)} 内答复` : "";
    grace.classList.toggle("soon", promised > 0 && promised < 120000);
  }
  drawAlarm();
  const alarm = ringing().length > 0;
  document.title = alarm ? (ticks % 2 ? "🔴 紧急呼救！" : "SOS " + (state.profile.name || "")) : TITLE;
  if (alarm) beep();
  if (ticks % 10 === 0) call("GET", "boxes").then((answer) => { state.boxes = answer.boxes; drawBoxes(); }).catch(() => {});
}

// --- live

let running = false, again = false;
async function refresh() {
  if (running) { again = true; return; }
  running = true;
  do {
    again = false;
    try {
      const [requests, boxes, notices, faults, voices, profile, catalog] = await Promise.all([
        call("GET", "requests"), call("GET", "boxes"), call("GET", "notices"), call("GET", "faults"), call("GET", "voices"),
        call("GET", "profile").catch(() => ({})), call("GET", "catalog").catch(() => ({}))]);
      Object.assign(state, { profile, catalog, requests: requests.requests, boxes: boxes.boxes, notices: notices.notices, faults: faults.faults, voices: voices.voices });
      drawRequests(); drawAlarm(); drawBoxes(); drawNotices(); drawFaults(); drawVoices();
    } catch (error) {
      live(false);
    }
  } while (again);
  running = false;
}

function live(yes) {
  $("live").dataset.live = yes ? "yes" : "no";
  $("live").textContent = yes ? "实时" : "连接断了，正在重连…";
}
function listen() {
  const source = new EventSource("/desk/api/events");
  source.addEventListener("open", () => { live(true); refresh(); });
  source.addEventListener("change", () => { live(true); refresh(); });
  source.addEventListener("error", () => {
    live(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
}

if (location.search) history.replaceState(null, "", "/desk/");
setInterval(tick, 1000);
listen();
