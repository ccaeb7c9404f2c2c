"""Writes under which licences everything is that the executable is made with: of Debian's packages what they say of
themselves, of npm packages their own text. Without versions: who is not logged in may read it.
Usage: licences.py OUT [--library FILE]… [--package NAME]… [--npm FOLDER]… [--text NAME=FILE]…
  --library   linked, and with it what it is linked with
  --package   of which parts are compiled in, as headers and data are"""
import argparse, json, os, re, subprocess, sys

DOC = '/usr/share/doc'
COMMON = '/usr/share/common-licenses'
RULE = '=' * 100


def said_by(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, 'LC_ALL': 'C'}).stdout


def linked_with(library):
    """The files of a library and all that it needs."""
    needed = re.findall(r'(/\S+) \(0x', said_by('ldd', library))
    return {os.path.realpath(file) for file in [library, *needed]}


def package_of(file):
    """Debian may know a file of /usr/lib by its name in /lib."""
    for name in (file, file.removeprefix('/usr')):
        found = subprocess.run(['dpkg', '-S', name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(':')[0]
    sys.exit(f'no package has {file}')


def paragraphs(text):
    """The fields of each paragraph of a machine-readable copyright file; lines that continue one begin with a blank."""
    for paragraph in re.split(r'\n[ \t]*\n', text):
        lines = [line for line in paragraph.split('\n') if line and not line.startswith('#')]
        yield {name: value.strip('\n') for name, value in re.findall(r'(?m)^([A-Za-z-]+):[ ]*((?:.*)(?:\n[ \t].*)*)', '\n'.join(lines))}


def each_once(text):
    """Who holds rights and the licences, without which file is whose: Boost's alone would be two megabytes."""
    holders, licences = {}, {}
    for fields in paragraphs(text):
        for holder in fields.get('Copyright', '').split('\n'):
            if holder.strip():
                holders[holder.strip()] = None
        name, _, body = fields.get('License', '').partition('\n')
        if name:
            licences[name] = licences.get(name) or body
    return '\n'.join([*(f'Copyright: {holder}' for holder in holders),
                      *(f'\nLicence: {name}\n{body}' for name, body in licences.items())])


def text_of_package(package):
    text = open(f'{DOC}/{package}/copyright', encoding='utf-8').read()
    return each_once(text) if re.match(r'\s*Format(-Specification)?:', text) else text


def debian(packages):
    """{source package: (its packages, text)}"""
    found = {}
    for package in sorted(packages):
        source = said_by('dpkg-query', '-W', '-f', '${source:Package}\n', package).split('\n')[0]
        found.setdefault(source, ([], text_of_package(package)))[0].append(package)
    return found


def npm(folder):
    name = json.load(open(f'{folder}/package.json'))['name']
    licence = next(file for file in sorted(os.listdir(folder)) if file.upper().startswith('LICEN'))
    return name, open(f'{folder}/{licence}', encoding='utf-8').read()


def section(name, of, text):
    return f'{RULE}\n{name} ({of})\n{RULE}\n{text.strip()}\n\n'


def page(arguments):
    libraries = set().union(*(linked_with(library) for library in arguments.library))
    sections = {name: (', '.join(packages), text) for name, (packages, text) in
                debian({*arguments.package, *(package_of(library) for library in libraries)}).items()}
    for name, text in map(npm, arguments.npm):
        sections[name] = ('in the console', text)
    for name, file in (text.split('=') for text in arguments.text):
        sections[name] = ('in the console', open(file, encoding='utf-8').read())
    body = ''.join(section(name, *sections[name]) for name in sorted(sections))
    # Debian's texts name the common ones instead of repeating them.
    named = re.findall(COMMON + r'/[A-Za-z0-9]+(?:-[0-9.]*[0-9])?', body)
    for name in sorted({os.path.basename(os.path.realpath(file)) for file in named}):
        body += section(name, 'a licence named above', open(f'{COMMON}/{name}', encoding='utf-8').read())
    return 'Kigen is linked with the following, or parts of them are in it. The names are those of Debian and npm.\n\n' + body


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('out')
    for name in ('library', 'package', 'npm', 'text'):
        parser.add_argument(f'--{name}', action='append', default=[])
    arguments = parser.parse_args()
    with open(arguments.out, 'w', encoding='utf-8') as out:
        out.write(re.sub(r'[\r\f]', '', page(arguments)))


main()
