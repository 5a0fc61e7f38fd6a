/* Convenience only: every page works without this file. One small piece per data attribute. */

const html = document.documentElement;
html.classList.add("js");

const wait = (milliseconds, work) => {
  let timer;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds, ...args);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
};

const started = new Map();
const start = (selector, work, root) => {
  const done = started.get(work) || started.set(work, new WeakSet()).get(work);
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    if (done.has(element)) continue;
    done.add(element);
    work(element);
  }
};

const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));

/* Ask before a step: form or button [data-confirm="Câu hỏi?"], with a reason when
   [data-needs-note="Lý do"]. The form gets the reason as `note` and is then submitted. ---------- */

const dialog = document.getElementById("confirm-dialog");

function ask({ title, question, note, text, action, tone }) {
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const area = part("note");
  part("title").textContent = title || "Xác nhận";
  part("question").textContent = question || "";
  part("question").hidden = !question;
  part("note-label").textContent = note || "";
  part("note-field").hidden = !note;
  area.disabled = !note;
  area.required = Boolean(note);
  area.value = text || "";
  part("ok").textContent = action || "Đồng ý";
  dialog.classList.toggle("tone-bad", tone === "danger");
  dialog.returnValue = "";
  dialog.showModal();
  (note ? area : part(tone === "danger" ? "cancel" : "ok")).focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "ok" ? { note: area.value.trim() } : null),
      { once: true },
    );
  });
}

async function askFor(form, button) {
  const from = button?.dataset.confirm === undefined ? form.dataset : button.dataset;
  const name = from.noteName || "note";
  const field = form.elements.namedItem(name);
  const answer = await ask({
    title: from.confirmTitle || from.confirmLabel,
    question: from.confirm,
    note: from.needsNote,
    text: field?.value,
    action: from.confirmLabel,
    tone: from.confirmTone,
  });
  if (!answer) return;
  if (from.needsNote) {
    const target = field || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    target.value = answer.note;
  }
  form.dataset.confirmed = "";
  form.requestSubmit(button?.type === "submit" ? button : undefined);
  delete form.dataset.confirmed;
}

if (dialog?.showModal) {
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("form[data-confirm] .ask > summary");
    if (!summary) return;
    event.preventDefault();
    askFor(summary.closest("form"));
  });
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if ("confirmed" in form.dataset) return;
      if (form.dataset.confirm === undefined && event.submitter?.dataset.confirm === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      askFor(form, event.submitter);
    },
    true,
  );
}

/* Print the page: button [data-print]. ------------------------------------------------------------ */

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

/* Rows of a formset: add, remove (and undo), move up and down. ---------------------------------- */

function formset(box) {
  const { formset: prefix, formsetOrder: order = "ORDER" } = box.dataset;
  const total = box.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const most = Number(box.querySelector(`[name="${prefix}-MAX_NUM_FORMS"]`)?.value || 1000);
  const list = box.querySelector("[data-formset-rows]");
  const blank = box.querySelector("template[data-formset-empty]");
  const add = box.querySelector("[data-formset-add]");
  const status = box.querySelector("[data-formset-status]");
  const rows = () => [...list.children];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const say = (text) => status && (status.textContent = text);

  const renumber = () => {
    rows().forEach((row, index) => {
      row.querySelectorAll("[data-formset-number]").forEach((cell) => (cell.textContent = index + 1));
      const position = field(row, order);
      if (position) position.value = index + 1;
      const [up, down] = ["up", "down"].map((way) => row.querySelector(`[data-formset-${way}]`));
      if (up) up.disabled = index === 0;
      if (down) down.disabled = index === rows().length - 1;
    });
    if (add) add.disabled = rows().length >= most;
  };

  const move = (row, step, button) => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    renumber();
    (button.disabled ? row.querySelector("[data-formset-up]:enabled, [data-formset-down]:enabled") : button)?.focus();
    say(`Đã chuyển đến vị trí ${rows().indexOf(row) + 1}.`);
    changed(row);
  };

  const mark = (row, removed) => {
    row.classList.toggle("is-removed", removed);
    const button = row.querySelector("[data-formset-remove]");
    const text = removed ? "Hoàn tác: giữ lại dòng này" : "Bỏ dòng này";
    button?.setAttribute("aria-label", text);
    button?.setAttribute("title", text);
    const icon = button?.querySelector(".bi");
    icon?.classList.toggle("bi-trash3", !removed);
    icon?.classList.toggle("bi-arrow-counterclockwise", removed);
  };

  const remove = (row) => {
    const box = field(row, "DELETE");
    if (!box) return;
    box.checked = !box.checked;
    mark(row, box.checked);
    say(box.checked ? "Đã bỏ dòng, bấm lần nữa để hoàn tác." : "Đã giữ lại dòng.");
    changed(row);
  };

  add?.addEventListener("click", () => {
    const index = Number(total.value);
    const holder = document.createElement(list.tagName);
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", index);
    const row = holder.firstElementChild;
    list.append(row);
    total.value = index + 1;
    renumber();
    enhance(row);
    window.htmx?.process(row);
    row.querySelector(".field input:not([type=hidden]), .field select, .field textarea")?.focus();
    say(`Đã thêm dòng ${rows().length}.`);
    changed(row);
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button && rows().find((candidate) => candidate.contains(button));
    if (!row) return;
    if ("formsetUp" in button.dataset) move(row, -1, button);
    else if ("formsetDown" in button.dataset) move(row, 1, button);
    else if ("formsetRemove" in button.dataset) remove(row);
  });

  rows().forEach((row) => field(row, "DELETE")?.checked && mark(row, true));
  renumber();
}

/* Select with search, without accents: select[data-search]. ------------------------------------- */

function searchSelect(select) {
  if (!window.TomSelect || select.tomselect) return;
  new window.TomSelect(select, {
    plugins: select.multiple ? { remove_button: { title: "Bỏ chọn" } } : {},
    placeholder: select.dataset.placeholder || "Gõ để tìm…",
    hidePlaceholder: false,
    maxOptions: 500,
    refreshThrottle: 0,
    allowEmptyOption: !select.multiple && !select.required,
    render: { no_results: () => Object.assign(document.createElement("div"), { className: "no-results", textContent: "Không tìm thấy" }) },
    onInitialize() {
      select.setAttribute("aria-hidden", "true");
      for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) {
        if (select.hasAttribute(name)) this.control_input.setAttribute(name, select.getAttribute(name));
      }
    },
  });
}

/* Keep a draft while typing: form[data-autosave="/url/"]. --------------------------------------- */

const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

const formData = (form) => {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
};

const guarded = new Set();

addEventListener("beforeunload", (event) => {
  if (guarded.size) event.preventDefault();
});

function guard(form) {
  form.addEventListener("input", () => guarded.add(form));
  form.addEventListener("change", () => guarded.add(form));
  form.addEventListener("submit", (event) => event.defaultPrevented || guarded.delete(form));
}

function autosave(form) {
  let status = form.querySelector("[data-autosave-status]");
  if (!status) {
    status = Object.assign(document.createElement("p"), { className: "save-status" });
    (form.querySelector(".form-actions") || form).append(status);
  }
  status.setAttribute("role", "status");
  let version = 0;
  let running = false;

  const show = (state, text) => {
    status.dataset.state = state;
    status.textContent = text;
  };

  const save = async () => {
    if (running) return later();
    running = true;
    const sent = version;
    show("saving", "Đang lưu nháp…");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: formData(form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
      });
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        show("failed", "Chưa lưu được: phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác rồi quay lại đây.");
      } else if (answer.status === 409 || answer.status === 422) {
        const body = await answer.json().catch(() => ({}));
        show("failed", `Chưa lưu được: ${body.message || "hãy xem lại các ô vừa nhập."}`);
      } else if (!answer.ok) {
        throw new Error(answer.status);
      } else {
        /* Marks of what is stored now, where the server keeps such. */
        const { fields = {} } = await answer.json().catch(() => ({}));
        for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
        if (sent === version) guarded.delete(form);
        show("saved", `Đã lưu nháp lúc ${clock()}`);
      }
    } catch {
      show("failed", "Chưa lưu được. Hệ thống sẽ thử lại sau ít giây; xin đừng đóng trang.");
      retry();
    }
    running = false;
  };

  const later = wait(1200, save);
  const retry = wait(8000, save);
  const touched = () => {
    version += 1;
    guarded.add(form);
    if (status.dataset.state !== "failed") show("dirty", "Có thay đổi chưa lưu");
    later();
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    later.cancel();
    retry.cancel();
    guarded.delete(form);
  });
}

/* Show the result while typing: form[data-preview="/url/"][data-preview-target="#id"]. ---------- */

function preview(form) {
  const target = document.querySelector(form.dataset.previewTarget);
  if (!target) return;
  let request;
  const show = wait(500, async () => {
    request?.abort();
    request = new AbortController();
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: formData(form),
        headers: { "X-Preview": "1" },
        credentials: "same-origin",
        signal: request.signal,
      });
      if (answer.ok && !answer.redirected) target.innerHTML = await answer.text();
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    target.removeAttribute("aria-busy");
  });
  form.addEventListener("input", show);
  form.addEventListener("change", show);
}

/* Arrow keys, Home and End between the checkboxes of table[data-matrix]; x ticks like Space. ---- */

function matrix(table) {
  const grid = () =>
    [...table.tBodies]
      .flatMap((body) => [...body.rows])
      .map((row) => {
        const cells = [];
        let column = 0;
        for (const cell of row.cells) {
          const box = cell.querySelector("input[type=checkbox]:enabled");
          if (box) cells[column] = box;
          column += cell.colSpan;
        }
        return cells;
      })
      .filter((cells) => cells.length);

  table.addEventListener("keydown", (event) => {
    if (!event.target.matches("input[type=checkbox]") || event.altKey || event.metaKey) return;
    const rows = grid();
    const row = rows.findIndex((cells) => cells.includes(event.target));
    if (row < 0) return;
    const column = rows[row].indexOf(event.target);
    const far = event.ctrlKey;
    const first = (cells) => cells.find(Boolean);
    const last = (cells) => cells.findLast(Boolean);
    const inColumn = (list) => list.map((cells) => cells[column]).find(Boolean);
    const target = {
      ArrowRight: () => first(rows[row].slice(column + 1)),
      ArrowLeft: () => last(rows[row].slice(0, column)),
      ArrowDown: () => inColumn(rows.slice(row + 1)),
      ArrowUp: () => inColumn(rows.slice(0, row).reverse()),
      Home: () => first(far ? rows[0] : rows[row]),
      End: () => last(far ? rows.at(-1) : rows[row]),
    }[event.key];
    if (target) {
      event.preventDefault();
      const next = target();
      next?.focus();
      next?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key.toLowerCase() === "x" && !far) {
      event.preventDefault();
      event.target.click();
    }
  });

  /* Light up the column head of the cell under the focus or the pointer. */
  const light = (event) => {
    table.querySelectorAll(".is-head-cross").forEach((head) => head.classList.remove("is-head-cross"));
    const cell = event.target.closest?.("td.mark");
    if (!cell || event.type === "focusout" || event.type === "pointerleave") return;
    if (cell.dataset.head) document.getElementById(cell.dataset.head)?.classList.add("is-head-cross");
  };
  for (const type of ["focusin", "focusout", "pointerover", "pointerleave"]) table.addEventListener(type, light);
}

/* Put a line of its own into a textarea at the cursor: button[data-insert][data-insert-into]. ---- */

function inserter(button) {
  button.addEventListener("click", () => {
    const area = document.querySelector(button.dataset.insertInto);
    const before = area.value.slice(0, area.selectionStart);
    const after = area.value.slice(area.selectionEnd);
    const line = (before && !before.endsWith("\n") ? "\n" : "") + button.dataset.insert + (after.startsWith("\n") ? "" : "\n");
    area.focus();
    area.setRangeText(line, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/* A calendar beside the day/month/year box: input[data-date]. ----------------------------------- */

function calendar(input) {
  if (input.closest(".date-wrap") || input.type !== "text" || !("showPicker" in HTMLInputElement.prototype)) return;
  const holder = Object.assign(document.createElement("div"), { className: "date-wrap" });
  const picker = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
  picker.setAttribute("aria-hidden", "true");
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-quiet btn-icon",
    title: "Chọn ngày trên lịch",
    disabled: input.disabled,
  });
  const label = input.labels?.[0]?.textContent.replace("*", "").trim() || "";
  button.setAttribute("aria-label", `Chọn ngày trên lịch: ${label}`);
  const icon = Object.assign(document.createElement("i"), { className: "bi bi-calendar3" });
  icon.setAttribute("aria-hidden", "true");
  button.append(icon);
  input.replaceWith(holder);
  holder.append(input, button, picker);
  button.addEventListener("click", () => {
    const [day, month, year] = input.value.split(/\D+/);
    if (year?.length === 4) picker.value = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    input.value = picker.value.split("-").reverse().join("/");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
}

/* Menus close on Escape and on a click elsewhere. ----------------------------------------------- */

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

/* Start --------------------------------------------------------------------------------------- */

function enhance(root) {
  start("[data-formset]", formset, root);
  start("select[data-search]", searchSelect, root);
  start("form[data-autosave]", autosave, root);
  start("form[data-unsaved]", guard, root);
  start("form[data-preview]", preview, root);
  start("table[data-matrix]", matrix, root);
  start("input[data-date]", calendar, root);
  start("button[data-insert]", inserter, root);
}

enhance(document);
document.addEventListener("htmx:load", (event) => event.target !== document.body && enhance(event.target));

/* Errors of a form that came back: go to their summary. */
document.querySelector("[data-error-summary]")?.focus();

/* Drafts: what was typed into a form whose session was over is there again after the login. Kept in
   this tab only, for this account, without passwords, files and hidden fields; of a ballot
   ([data-no-draft]) never. -------------------------------------------------------------------- */

const DRAFT = "draft";
const typed = (form) =>
  [...form.elements].filter(
    (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.type !== "fieldset",
  );
const placed = (form) => `${location.pathname}#${[...document.forms].indexOf(form)}`;

document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  const account = document.body.dataset.account;
  if (defaultPrevented || !account || form.method !== "post" || form.matches("[data-draft-waits], [data-no-draft]")) return;
  const values = typed(form).map(({ name, type, checked, value, selectedOptions }) =>
    type === "select-multiple" ? [name, type, [...selectedOptions].map((one) => one.value)] : [name, type, value, checked],
  );
  if (!values.length) return;
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify({ account, at: placed(form), values }));
  } catch {
    sessionStorage.removeItem(DRAFT); // Larger than the browser keeps.
  }
});

function restore({ account, at, values }) {
  const form = [...document.forms].find((one) => placed(one) === at);
  if (account !== document.body.dataset.account || !form) return;
  const fields = typed(form);
  let differs = false;
  values.forEach(([name, type, value, checked], index) => {
    const field = fields[index]?.name === name ? fields[index] : fields.find((one) => one.name === name && one.value === value);
    if (!field || field.type !== type) return;
    if (type === "checkbox" || type === "radio") {
      differs ||= field.checked !== checked;
      field.checked = checked;
    } else if (type === "select-multiple") {
      for (const option of field.options) option.selected = value.includes(option.value);
    } else if (field.value !== value) {
      differs = true;
      if (field.tomselect) field.tomselect.setValue(value);
      else field.value = value;
    }
    changed(field);
  });
  if (!differs) return;
  const note = Object.assign(document.createElement("div"), { className: "notice tone-info", role: "status" });
  note.append(Object.assign(document.createElement("p"), {
    className: "notice-body",
    textContent: "Phiên làm việc đã hết khi gửi, nên nội dung chưa được lưu. Nội dung đã nhập được điền lại bên dưới: hãy kiểm tra rồi gửi lại (tệp đính kèm phải chọn lại).",
  }));
  document.getElementById("messages")?.append(note);
  note.scrollIntoView({ block: "center" });
}

{
  const waits = document.querySelector("[data-draft-waits]");
  const kept = sessionStorage.getItem(DRAFT);
  if (waits && kept && !kept.startsWith("cut")) sessionStorage.setItem(DRAFT, `cut${kept}`);
  if (!waits && kept) {
    sessionStorage.removeItem(DRAFT);
    if (kept.startsWith("cut")) restore(JSON.parse(kept.slice(3)));
  }
}
