// Looks at every page that was made: each link leads to something, also into the middle of a page, and nothing is asked of another host.
// node check.mjs FOLDER
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, posix, sep } from 'node:path'

const folder = process.argv[2] ?? 'target/site'
const wrong = []
const anchors = new Map()

const files = readdirSync(folder, { recursive: true })
  .map(file => file.split(sep).join('/'))
  .filter(file => file.endsWith('.html'))

const isJavadoc = file => file.startsWith('api/')
const pages = files.filter(file => !isJavadoc(file) && file !== '404.html')

function anchorsOf(file) {
  if (!anchors.has(file)) {
    const text = readFileSync(join(folder, file), 'utf8')
    anchors.set(file, new Set([...text.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(found => unescape(found[1]))))
  }
  return anchors.get(file)
}

function unescape(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
}

function checkLink(page, href) {
  const [path, anchor] = unescape(href).split('#')
  let target = path === '' ? page : posix.normalize(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(page), path))
  if (target === '' || target === '.' || target.endsWith('/')) {
    target = posix.join(target, 'index.html')
  } else if (!existsSync(join(folder, target)) && existsSync(join(folder, target + '.html'))) {
    target += '.html'
  }
  if (!existsSync(join(folder, target))) {
    wrong.push(`${page}: ${href} leads nowhere`)
  } else if (anchor && target.endsWith('.html') && !anchorsOf(target).has(decodeURIComponent(anchor))) {
    wrong.push(`${page}: ${href}: ${target} has no such place`)
  }
}

let links = 0
for (const page of pages) {
  const text = readFileSync(join(folder, page), 'utf8').replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, script => script.slice(0, script.indexOf('>') + 1))
  for (const [, tag, attributes] of text.matchAll(/<(a|link|script|img|iframe)\b([^>]*)>/g)) {
    const target = /\s(?:href|src)="([^"]*)"/.exec(attributes)?.[1]
    if (target === undefined) {
      continue
    }
    if (target.startsWith('data:')) {
      continue
    }
    if (/^(?:[a-z]+:|\/\/)/.test(target)) {
      if (tag !== 'a') {
        wrong.push(`${page}: <${tag}> asks another host: ${target}`)
      }
    } else {
      links++
      checkLink(page, target)
    }
  }
}
// In style sheets, too.
for (const file of readdirSync(folder, { recursive: true }).filter(file => file.endsWith('.css'))) {
  for (const [found] of readFileSync(join(folder, file), 'utf8').matchAll(/url\(["']?(?:https?:)?\/\/[^)]*\)|@import [^;]*\/\/[^;]*/g)) {
    wrong.push(`${file} asks another host: ${found}`)
  }
}
if (!files.includes('api/index.html')) {
  wrong.push('There is no Javadoc at api/index.html.')
}

console.log(wrong.join('\n'))
if (wrong.length > 0) {
  console.log(`${wrong.length} things are wrong in the site.`)
  process.exit(1)
}
console.log(`${pages.length} pages and ${files.length - pages.length} of Javadoc, ${links} links: each leads somewhere, and none is needed from elsewhere.`)
