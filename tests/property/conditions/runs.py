"""Running the program in a folder of sheets."""
import subprocess


def run(program, folder, words):
    done = subprocess.run(
        [program, 'match', *words, '--policy', 'policy.csv', '--out', 'out',
         '--threads', '1', 'therapists.csv', 'clients.csv'], cwd=folder,
        capture_output=True, text=True, check=False)
    with open(folder + '/stderr', 'w', encoding='utf-8') as file:
        file.write(' '.join(done.args) + '\n' + done.stderr)
    return done
