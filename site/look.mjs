// Looks at the site in Chromium, as a reader does: on a telephone and at a desk, light and dark, with the keyboard alone.
// node look.mjs [FOLDER [FOLDER_FOR_PICTURES]]; the variable CHROMIUM names the program.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import puppeteer from 'puppeteer-core'

const folder = process.argv[2] ?? 'target/site'
const pictures = process.argv[3] ?? 'target/pictures'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' }
const wrong = []

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://here').pathname))
  const file = join(folder, path.endsWith('/') ? path + 'index.html' : path)
  if (existsSync(file)) {
    response.setHeader('Content-Type', (types[extname(file)] ?? 'application/octet-stream') + '; charset=utf-8')
    response.end(readFileSync(file))
  } else {
    response.statusCode = 404
    response.end()
  }
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const home = `http://127.0.0.1:${server.address().port}/`

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run']
})
const tab = await browser.newPage()
tab.on('request', request => {
  if (!request.url().startsWith(home) && !request.url().startsWith('data:')) {
    wrong.push(`${tab.url()} asks another host: ${request.url()}`)
  }
})
tab.on('response', response => {
  if (response.status() >= 400) {
    wrong.push(`${tab.url()} asks for ${response.url()}, which is not there`)
  }
})
tab.on('pageerror', error => wrong.push(`${tab.url()}: ${error.message}`))

const telephone = { width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 1 }
const desk = { width: 1280, height: 900 }

async function open(page, viewport, scheme = 'light') {
  await tab.setViewport(viewport)
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }])
  await tab.goto(home + page, { waitUntil: 'load' })
}

async function fitsItsWidth(page) {
  const [has, needs] = await tab.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth])
  if (needs > has) {
    wrong.push(`${page} is ${needs} pixels wide on a telephone of ${has}`)
  }
}

// What axe-core calls wrong by WCAG 2.1 AA: contrast, names of controls, order of headings, reach by keyboard.
async function canBeRead(page, scheme) {
  await tab.evaluate(axe)
  const result = await tab.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }))
  for (const rule of result.violations) {
    wrong.push(`${page} (${scheme}): ${rule.id}: ${rule.help}, ${rule.nodes.length} times, for example ${rule.nodes[0].html.slice(0, 160)} ${rule.nodes[0].any[0]?.message ?? ''}`)
  }
}

async function worksByKeyboard() {
  await open('docs/start.html', desk)
  await tab.keyboard.press('Tab')
  const first = await tab.evaluate(() => document.activeElement.textContent)
  if (first !== 'Skip to content') {
    wrong.push(`The first thing that Tab reaches is "${first}", not the way past the menu`)
  }
  await tab.keyboard.press('/')
  await tab.waitForSelector('.VPLocalSearchBox input', { timeout: 10_000 })
  await tab.keyboard.type('glossary', { delay: 20 })
  await tab.waitForSelector('.VPLocalSearchBox .result', { timeout: 10_000 })
  await tab.screenshot({ path: join(pictures, 'search.png') })
  await tab.keyboard.press('Enter')
  await tab.waitForFunction(() => location.pathname.includes('glossary'), { timeout: 10_000 })
    .catch(() => wrong.push('A search for "glossary" by keyboard does not lead to that page'))
}

mkdirSync(pictures, { recursive: true })
const pages = readdirSync(folder, { recursive: true })
  .map(file => file.split(sep).join('/'))
  .filter(file => file.endsWith('.html') && !file.startsWith('api/') && file !== '404.html')
for (const page of pages) {
  await open(page, telephone)
  await fitsItsWidth(page)
  if (!page.includes('decisions/')) {
    await canBeRead(page, 'light, telephone')
  }
}
for (const [page, scheme] of [['index.html', 'light'], ['docs/start.html', 'dark'], ['docs/troubleshooting.html', 'dark'], ['docs/how-a-wait-works.html', 'light']]) {
  await open(page, desk, scheme)
  await canBeRead(page, `${scheme}, desk`)
  await tab.screenshot({ path: join(pictures, page.replaceAll('/', '-').replace('.html', `-${scheme}.png`)) })
  await open(page, telephone, scheme)
  await tab.screenshot({ path: join(pictures, page.replaceAll('/', '-').replace('.html', `-${scheme}-telephone.png`)) })
}
await worksByKeyboard()
await browser.close()
server.close()

console.log([...new Set(wrong)].join('\n'))
if (wrong.length > 0) {
  console.log(`${new Set(wrong).size} things are wrong.`)
  process.exit(1)
}
console.log(`${pages.length} pages fit a telephone, can be read, and ask nobody else; search and menu work by keyboard.`)
