// Opens pages that pat made and checks what only a browser knows: that every plot is drawn, nothing is wider than the window,
// nothing is fetched and nothing fails. Usage: node test.mjs PAGE.html... ; CHROMIUM names another browser than /usr/bin/chromium,
// SCREENSHOTS a folder for pictures of the pages.

import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const pages = process.argv.slice(2);
const widths = [1280, 400];
let [passed, failed] = [0, 0];

function check(what, problems) {
  if (problems.length === 0) {
    passed++;
    return;
  }
  failed++;
  console.log(`FAILED ${what}`);
  for (const problem of problems.slice(0, 10)) console.log(`    ${problem}`);
}

// Runs in the page.
function look() {
  const name = svg => svg.querySelector("title").textContent;
  const width = document.documentElement.clientWidth;
  const svgs = [...document.querySelectorAll("svg.plot")];
  const drawn = mark => {
    const box = mark.getBBox();
    return box.width > 0 || box.height > 0;
  };
  return {
    plots: svgs.length,
    declared: Number(document.body.dataset.plots),
    undrawn: svgs.filter(svg => svg.getBoundingClientRect().width < 100 || svg.getBoundingClientRect().height < 40 || ![...svg.querySelectorAll(".mark")].some(drawn)).map(name),
    // Text of a plot that leaves it would be cut off.
    cut: svgs.flatMap(svg => [...svg.querySelectorAll("text")].filter(text => {
      const [inner, outer] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
      return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
    }).map(text => `"${text.firstChild.textContent}" in ${name(svg)}`)),
    overlapping: svgs.flatMap(svg => {
      const texts = [...svg.querySelectorAll("text")].map(text => [text.firstChild.textContent, text.getBoundingClientRect()]);
      return texts.flatMap(([one, a], i) => texts.slice(i + 1).filter(([, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3.5)
        .map(([other]) => `"${one}" and "${other}" in ${name(svg)}`));
    }),
    unnamed: svgs.filter(svg => svg.getAttribute("role") !== "img" || !svg.getAttribute("aria-labelledby").split(" ").every(id => document.getElementById(id)?.textContent)).length,
    overflow: document.documentElement.scrollWidth - width,
    wide: [...document.querySelectorAll("main *")].filter(element => !element.closest(".scroll *, svg") && element.getBoundingClientRect().right > width + 1)
      .map(element => `${element.tagName} "${element.textContent.slice(0, 40)}"`),
    small: [...document.querySelectorAll("svg.plot text")].filter(text => text.getBoundingClientRect().height < 8).length,
    targets: [...document.querySelectorAll("nav a")].filter(link => !document.querySelector(link.getAttribute("href"))).map(link => link.textContent),
    files: [...document.querySelectorAll("a[download]")].map(link => [link.download, link.href]),
    figures: document.querySelectorAll("figure").length,
  };
}

// The problem with a downloaded file; nothing if there is none.
async function problemOf([file, href]) {
  if (!file.endsWith(".csv") || !href.startsWith("data:text/csv")) return `${file} is no CSV file`;
  const lines = (await (await fetch(href)).text()).trimEnd().split("\n");
  const fields = line => line.match(/("([^"]|"")*"|[^",]*)(,|$)/g).length - (line.endsWith(",") ? 0 : 1);
  const ragged = lines.filter(line => fields(line) !== fields(lines[0]));
  return lines.length < 2 ? `${file} has no rows` : ragged.length > 0 ? `${file} has lines of different length: ${ragged[0]}` : null;
}

async function test(browser, path) {
  const name = join(basename(dirname(resolve(path))), basename(path));
  for (const width of widths) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    const address = pathToFileURL(resolve(path)).href;
    const [errors, requests] = [[], []];
    page.on("console", message => errors.push(message.text()));
    page.on("pageerror", error => errors.push(error.message));
    page.on("request", request => request.url() === address || request.url().startsWith("data:") || requests.push(request.url()));
    await page.goto(address, { waitUntil: "load" });
    const seen = await page.evaluate(look);
    const at = `${name} at ${width}:`;
    check(`${at} there are as many plots as the page says`, seen.plots === seen.declared && seen.plots > 0 ? [] : [`${seen.plots} of ${seen.declared}`]);
    check(`${at} every plot is drawn`, seen.undrawn);
    check(`${at} no text of a plot is cut off`, seen.cut);
    check(`${at} no texts of a plot overlap`, seen.overlapping);
    check(`${at} texts of plots can be read`, seen.small === 0 ? [] : [`${seen.small} are lower than 8 pixels`]);
    check(`${at} every plot has a text in its place`, seen.unnamed === 0 ? [] : [`${seen.unnamed} have none`]);
    check(`${at} nothing is wider than the window`, seen.overflow > 0 ? [`${seen.overflow} pixels`, ...seen.wide] : seen.wide);
    check(`${at} links lead to sections`, seen.targets);
    check(`${at} every figure has its numbers`, seen.files.length === seen.figures ? [] : [`${seen.files.length} files, ${seen.figures} figures`]);
    check(`${at} numbers are CSV`, (await Promise.all(seen.files.map(problemOf))).filter(problem => problem !== null));
    check(`${at} nothing fails`, errors);
    check(`${at} nothing is fetched`, requests);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name.replaceAll("/", "-")}-${width}.png`), fullPage: true });
    if (width === widths[0]) {
      const pdf = await page.pdf({ format: "A4" });
      check(`${at} it can be printed`, pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 10000 ? [] : [`${pdf.length} bytes`]);
    }
    await context.close();
  }
}

if (pages.length === 0) {
  console.error("test.mjs: expected pages, got none. Usage: node test.mjs PAGE.html...");
  process.exit(2);
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const path of pages) await test(browser, path);
await browser.close();
// In the words of the other tests, so that they can be added up.
console.log(`${failed === 0 ? "Passed" : "Failed"}! - Failed: ${failed}, Passed: ${passed}, Skipped: 0, Total: ${passed + failed}`);
process.exitCode = failed === 0 ? 0 : 1;
