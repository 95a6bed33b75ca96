import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const root = fileURLToPath(new URL('../..', import.meta.url))

const page = (text, file) => ({ text, link: '/' + file.replace(/\.md$/, '') })

const sidebar = [
  {
    text: 'Begin',
    items: [
      page('What it is', ''),
      page('Start', 'docs/start.md'),
      page('Tutorial', 'docs/tutorial.md'),
      page('Tour', 'docs/tour.md'),
      page('Glossary', 'docs/glossary.md')
    ]
  },
  {
    text: 'Coming from',
    items: [
      page('gevent', 'docs/coming-from-gevent.md'),
      page('Virtual threads', 'docs/coming-from-virtual-threads.md'),
      page('Unmodified programs', 'docs/unmodified-programs.md')
    ]
  },
  {
    text: 'With others',
    items: [
      page('Kotlin', 'docs/kotlin.md'),
      page('On Vert.x', 'docs/vertx.md'),
      page('Vert.x and its models', 'docs/vertx-models.md'),
      page('Spring Boot', 'docs/spring-boot.md'),
      page('Databases', 'docs/jdbc.md'),
      page('A service, whole', 'docs/beer.md'),
      page('Servers and clients', 'docs/servers-and-clients.md'),
      page('Write a loop', 'docs/own-loop.md'),
      page('Something of your own to wait for', 'docs/own-primitive.md')
    ]
  },
  {
    text: 'In use',
    items: [
      page('Operations', 'docs/operations.md'),
      page('Troubleshooting by message', 'docs/troubleshooting.md'),
      page('Doctor', 'docs/doctor.md'),
      page('Limits and kills in libraries', 'docs/cut-off.md'),
      page('Compatibility of libraries', 'docs/compatibility-cuts.md'),
      page('Compatibility of systems', 'SUPPORTED.md'),
      page('Numbers', 'docs/performance.md'),
      page('Security', 'SECURITY.md')
    ]
  },
  {
    text: 'Inside',
    items: [
      page('How a wait works', 'docs/how-a-wait-works.md'),
      page('Design', 'DESIGN.md'),
      page('Packages', 'docs/packages.md'),
      page('Behaviours', 'docs/behaviours.md'),
      page('Rules of loops', 'spi/RULES.md'),
      page('Mutants of loops', 'docs/mutants.md'),
      page('What the agent rewrites', 'docs/jdk-hooks.md'),
      page('Contributing', 'CONTRIBUTING.md'),
      page('Changes', 'CHANGELOG.md')
    ]
  }
]

// The repository has links that lead to no page: folders and sources. On the site they stay as text.
function linksToPagesOnly(md) {
  md.core.ruler.push('links-to-pages-only', state => {
    const folder = dirname(join(root, state.env.relativePath ?? ''))
    for (const block of state.tokens.filter(token => token.type === 'inline')) {
      let inside = false
      block.children = block.children.filter(token => {
        if (token.type === 'link_open') {
          const target = token.attrGet('href').split('#')[0]
          inside = target !== '' && !/^[a-z]+:/.test(target) && !target.endsWith('.md') && existsSync(join(folder, target))
          return !inside
        }
        if (token.type === 'link_close' && inside) {
          inside = false
          return false
        }
        return true
      })
    }
  })
}

export default defineConfig({
  title: 'Anyloop',
  description: 'Greenlets for Java: plain blocking code, run cooperatively on one event loop, of your choice.',
  lang: 'en',
  base: process.env.ANYLOOP_SITE_BASE ?? '/',
  srcDir: '..',
  // Pages are those at the top, the rules of loops, and docs.
  srcExclude: ['**/target/**', '**/node_modules/**', '{agent,benchmarks,bom,core,descriptors,examples,integration,launcher,loop-*,site,starter,tck}/**', '.*/**'],
  rewrites: { 'README.md': 'index.md' },
  outDir: './target/site',
  cacheDir: './target/cache',
  // Javadoc comes beside the pages after them; check.mjs looks whether it is there.
  ignoreDeadLinks: [/^\/api\//],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    config: linksToPagesOnly,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' }
  },
  vite: {
    // The pages lie above this folder, from where Vue is not found.
    resolve: {
      alias: [
        { find: /^vue\/server-renderer$/, replacement: fileURLToPath(import.meta.resolve('vue/server-renderer')) },
        { find: /^vue$/, replacement: fileURLToPath(import.meta.resolve('vue/dist/vue.runtime.esm-bundler.js')) }
      ]
    },
    // Some pages are long: that is no fault of theirs.
    build: { chunkSizeWarningLimit: 4000 }
  },
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/docs/start' },
      { text: 'Tutorial', link: '/docs/tutorial' },
      { text: 'Troubleshooting', link: '/docs/troubleshooting' },
      { text: 'Javadoc', link: '/api/index.html', target: '_self' }
    ],
    sidebar,
    footer: { message: 'Apache License 2.0. Version ' + version() }
  }
})

function version() {
  return /<version>(.+)<\/version>/.exec(readFileSync(join(root, 'pom.xml'), 'utf8'))[1]
}
