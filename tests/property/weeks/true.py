"""Every choice that one client makes comes true, and costs what it said."""
import os
import random
import subprocess

from weeks.clinic import read

DROP, MOST = 1000, 500  # the policy's choice_drop and choice_points
ROUNDED = 10  # S-units between two scores that are printed in tenths


def cents(text):
    return round(float(text) * 100)


def check(clinic, options, chance, most):
    """Choose one row after the other, each in a run of its own; what is wrong,
    in sentences, and how many were chosen."""
    first = clinic.run('--analyses', 'choices', *options, out='without')
    score = {(row['client_id'], row['therapist_id']): cents(row['score'])
             for row in first.ranked()}
    asked = [row for row in first.ranked()
             if row['price'] and row['status'] in ('choice', 'open')]
    day = first.run['as_of']
    troubles = []
    chance.shuffle(asked)
    asked = asked[:most]
    for row in asked:
        c, t = row['client_id'], row['therapist_id']
        own = score[c, first.pairs[c]] - score[c, t]
        others = cents(row['price']) - own
        clinic.answers = [{'client_id': c, 'answer': 'chosen',
                           'therapist_id': t, 'answered_on': day}]
        then = clinic.run(*options)
        held = then.held.get(c) == 'chosen'
        if (held != (others <= MOST) and abs(others - MOST) > ROUNDED or
                row['status'] == 'choice' and not held):
            troubles.append(f'{c} chose {t} ({row["status"]}, price '
                            f'{row["price"]}): held {then.held.get(c)}')
            continue
        for other, before in first.pairs.items():
            now = then.pairs.get(other)
            if now is None:
                troubles.append(f'{c} chose {t}: {other} loses the place')
            elif other != c and score[other, now] < (
                    score[other, before] - DROP - ROUNDED):
                troubles.append(f'{c} chose {t}: {other} falls from {before} '
                                f'to {now}')
    clinic.answers = []
    return troubles, len(asked)


def demo(clinic, root):
    clinic.therapists = read(os.path.join(root, 'therapists.csv'))
    clinic.clients = read(os.path.join(root, 'clients.csv'))


def invented(clinic, generate, seed):
    pool = os.path.join(clinic.folder, 'pool')
    chance = random.Random(seed)
    clients = chance.randint(20, 70)
    subprocess.run(
        [generate, '--clients', str(clients), '--therapists',
         str(clients // 3), '--seed', str(seed % 100000 + 1), '--supply',
         chance.choice(['0.8', '1.0', '1.2']), '--out', pool],
        check=True, capture_output=True)
    demo(clinic, pool)
    clinic.policy = {'hours': chance.choice([0, 1, 1])}
