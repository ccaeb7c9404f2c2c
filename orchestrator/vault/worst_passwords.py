"""Writes a C++ source with the passwords that are guessed first, the worst one first.
Usage: worst_passwords.py FREQUENCY_LISTS OUT   (the file of that name in Debian's python3-zxcvbn)"""
import json, sys

scope = {}
exec(open(sys.argv[1], encoding='utf-8').read(), scope)
words = scope['FREQUENCY_LISTS']['passwords']
assert len(words) == 30000 and all(word.isascii() and word == word.lower() for word in words)
lines = '\n'.join('    ' + json.dumps(word + '\n') for word in words)
open(sys.argv[2], 'w', encoding='utf-8').write(f'''// Written by orchestrator/vault/worst_passwords.py.
#include "orchestrator/vault/worst_passwords.hpp"

namespace kigen::orchestrator::vault {{

const std::string_view worst_passwords =
{lines};

}}  // namespace kigen::orchestrator::vault
''')
