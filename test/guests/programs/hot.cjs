// Code that a JavaScript engine compiles: loops over integers, doubles, strings, objects, regular expressions, big integers and
// WebAssembly, functions whose types change when they are hot, and code that is thrown away. Prints digests of what comes out.
const { createHash } = require('node:crypto')
const { gzipSync, gunzipSync } = require('node:zlib')

const results = {}
const digest = (value) => createHash('sha256').update(String(value)).digest('hex').slice(0, 16)

function integers(n) {
  let x = 1
  for (let i = 0; i < n; i++) x = (Math.imul(x, 1664525) + 1013904223 + (x >>> 7)) | 0
  return x
}
results.integers = integers(200_000)

function doubles(n) {
  let x = 0
  let y = 1
  for (let i = 1; i <= n; i++) {
    x += 1 / (i * i)
    y = Math.sqrt(y + x) * 1.5 + Math.floor(y) / 3
  }
  return [x, y, Math.fround(x), Math.round(y * 1e6), x % 0.001]
}
results.doubles = doubles(100_000).join()

function sieve(n) {
  const composite = new Uint8Array(n + 1)
  let count = 0
  for (let i = 2; i <= n; i++) {
    if (composite[i]) continue
    count++
    for (let j = i * i; j <= n; j += i) composite[j] = 1
  }
  return count
}
results.primes = sieve(100_000)

class Shape {
  constructor(a, b) {
    this.a = a
    this.b = b
  }
}
class Square extends Shape {
  area() {
    return this.a * this.a
  }
}
class Oblong extends Shape {
  area() {
    return this.a * this.b
  }
}
function areas(n) {
  let sum = 0
  for (let i = 0; i < n; i++) sum += (i % 3 ? new Square(i % 10, 2) : new Oblong(i % 7, i % 5)).area()
  return sum
}
results.areas = areas(30_000)

// Hot with small integers, then with doubles, then with texts: what was compiled is thrown away twice.
const add = (a, b) => a + b
const mixed = []
for (const [a, b] of [
  [1, 2],
  [0.5, 0.25],
  ['a', 'b'],
]) {
  let last = a
  for (let i = 0; i < 8_000; i++) last = add(a, b)
  mixed.push(last, add(2 ** 31 - 1, 1))
}
results.mixed = mixed.join()

const text = Array.from({ length: 1000 }, (_, i) => `key${i}=value${i * 7919};`).join('')
const pairs = [...text.matchAll(/(?<key>key\d+)=(value(\d)\d*\3?);/g)].map(({ groups, 2: value }) => groups.key + value)
results.pattern = digest(pairs)
results.replaced = digest(text.replace(/\d+/g, (digits) => (Number(digits) * 3).toString(16)))

const counts = new Map()
for (let i = 0; i < 10_000; i++) counts.set(`k${(i * 31) % 997}`, (counts.get(`k${(i * 31) % 997}`) ?? 0) + i)
results.map = digest(JSON.stringify([...counts].sort(([a], [b]) => (a < b ? -1 : 1))))

let big = 1n
for (let i = 1n; i <= 400n; i++) big *= i
results.factorial = digest(big.toString(36))

const sorted = Array.from({ length: 8_000 }, (_, i) => Math.imul(i, 2654435761) >>> 0).sort((a, b) => a - b)
results.sorted = digest(sorted)

// (func (param i32) (result i64)): sums the squares below the parameter.
const wasm = Uint8Array.from(
  atob('AGFzbQEAAAABBgFgAX8BfgMCAQAHBwEDc3VtAAAKJQEjAQF+A0AgAARAIABBAWshACABIACtIACtfnwhAQwBCwsgAQs='),
  (character) => character.charCodeAt(0),
)
const { sum } = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports
for (let i = 0; i < 30; i++) results.wasm = sum(20_000).toString()

// Functions that come and go: their code is written, run and collected.
let made = 0
for (let i = 0; i < 100; i++) {
  const square = new Function('x', `let s = ${i}; for (let i = 0; i < 100; i++) s = (s * 3 + x) | 0; return s`)
  for (let j = 0; j < 20; j++) made = (made + square(j)) | 0
}
results.made = made

const noise = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (Math.imul(i, i) >>> 5) & 63))
results.zlib = digest(gunzipSync(gzipSync(noise)).toString('latin1'))

async function* numbers(n) {
  for (let i = 0; i < n; i++) yield i
}
async function main() {
  let total = 0
  for await (const n of numbers(3000)) total += n
  results.total = total
  console.log(`RESULTS ${JSON.stringify(results)}`)
}
main()
