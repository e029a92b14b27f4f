// The main paths of a reader in Firefox: node firefox.cjs PROGRAM FOLDER prints what was found as JSON.  Driven by WebDriver BiDi through
// puppeteer-core; the digest is opened from disk.
const { pathToFileURL } = require("node:url");
const path = require("node:path");
const puppeteer = require("puppeteer-core");

const [program, folder] = process.argv.slice(2);
const SUMMIT = "events/duarte-lindqvist-port-amber-2031.html";
const found = { messages: [] };

async function main() {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    page.on("console", (message) => found.messages.push(message.text()));
    page.on("pageerror", (error) => found.messages.push(String(error)));
    const open = (url) => page.goto(pathToFileURL(path.join(folder, url)).href.replaceAll("%3F", "?").replaceAll("%23", "#"));
    const text = (selector) => page.$eval(selector, (one) => one.innerText);

    await open(SUMMIT);
    found.title = await text("h1");
    await page.click("#evidence ~ .report .perma");
    await page.waitForSelector("figure:target");
    found.marked = await text("figure:target");
    found.mark = await page.$eval("figure:target blockquote p", (one) => getComputedStyle(one).backgroundColor);

    await open("index.html");
    await Promise.all([page.waitForNavigation(), page.click("nav.sections li:nth-child(2) a")]);
    await Promise.all([page.waitForNavigation(), page.click(".matrix td a")]);
    found.pair = await text(".lede");

    await open(SUMMIT);
    await page.focus(".facts a[href*='people/']");
    await page.hover(".facts a[href*='people/']");
    await page.waitForSelector("#preview:not([hidden])");
    found.preview = await text("#preview");

    await open("search.html");
    await page.type("#q", "lindqvits");
    await page.waitForSelector("#hits li a");
    found.hit = await text("#hits li a");

    await open("timeline.html");
    found.dots = await page.$$eval(".strip a", (all) => all.filter((one) => one.getBoundingClientRect().width > 0).length);
    await open("places/index.html");
    found.places = await page.$$eval(".map text", (all) => {
      const boxes = all.map((one) => one.getBoundingClientRect());
      return { names: boxes.length, overlaps: boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length };
    });

    await open("index.html");
    const paper = () => page.$eval("body", (one) => getComputedStyle(one).backgroundColor);
    const before = await paper();
    await page.click(".theme");
    found.theme = before !== (await paper());

    found.wide = [];
    await page.setViewport({ width: 360, height: 800 });
    for (const url of ["index.html", SUMMIT, "meetings/index.html", "people/ana-duarte.html", "timeline.html", "places/index.html"]) {
      await open(url);
      if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) found.wide.push(url);
    }
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(found));
}

main().catch((error) => { console.error(error); process.exit(1); });
