# Values of every kind that an interpreter computes, as one digest over their exact texts.
import hashlib, json, math, random, re, struct

def primes(n):
    flags = bytearray([1]) * (n + 1)
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i in range(2, n + 1) if flags[i]]

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def collatz(n):
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n & 1 else n >> 1
        steps += 1
    return steps

class Tree:
    def __init__(self, depth):
        self.children = [Tree(depth - 1), Tree(depth - 1)] if depth else []
    def size(self):
        return 1 + sum(child.size() for child in self.children)

def numbers():
    generator = random.Random(42)
    values = [generator.random() for _ in range(2000)]
    yield math.fsum(values)
    yield [math.sqrt(v) / 3 + v * v for v in values[:50]]
    yield [float(repr(v)) == v for v in values].count(True)
    yield struct.pack('<fdhq', 1 / 3, 1 / 3, -2, 1 << 40).hex()
    yield [round(v * 1e6) % 997 for v in values[:100]], divmod(-7, 3), math.fmod(-7.5, 2), 7.5 // -2
    yield float.hex(0.1 + 0.2), 1e308 * 10, -0.0, math.gcd(2**60, 6**20), 5e-324 / 2, 2**-1074

results = [
    sum(primes(50000)), fib(17), max(collatz(n) for n in range(1, 2000)), Tree(9).size(), list(numbers()),
    pow(3, 10**18, 2**89 - 1), str(7**3000), int('9' * 800) // 12345678901234567890,
    json.loads(json.dumps({'a': [1, 2.5, None, 'ä'], 'b': {'c': True}})),
    re.sub(r'(\w)(\w*)', lambda m: m[2] + m[1], 'the quick brown fox jumps over the lazy dog ' * 20),
    sorted({hash(x) % 1009 for x in range(0, 10**6, 997)}), [hashlib.new(h, b'vmhost').hexdigest() for h in ('md5', 'sha1', 'sha512')],
]
print(hashlib.sha256(repr(results).encode()).hexdigest())
