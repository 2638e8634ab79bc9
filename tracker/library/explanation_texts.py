"""The texts about the condition and its treatment that a clinic begins with, in our own words.

A line that begins with "# " is a heading, one with "- " a part of a list; a blank line ends a paragraph. A sixth-grader
can read them. They give no advice and no forecast: the people who treat the child know the child.
"""

from collections.abc import Mapping

from db.vocabulary import Audience

_FOR_CHILDREN = """\
# The pain is real

The pain is real, and it is not your fault. Doctors have a long name for it: amplified \
musculoskeletal pain syndrome, or AMPS. “Amplified” means turned up loud.

# What happens in the body

Nerves send messages to the brain, like an alarm. In AMPS the alarm rings far louder than what has set it off. A \
light touch, a sock or a few steps can be enough. It hurts just as much as any other pain.

# What the treatment is

- Exercise, with a physical or occupational therapist and at home.
- Getting the skin used to touch again, with towels, brushes and other things.
- Talking with a counselor about what this is like, and what makes it easier to live with.
- Ways to get calm, such as slow breathing.

# Why doing things comes first

For most young people the things they do come back first: stairs, a school day, a game with friends. The pain \
often takes longer. That is why this app shows what you can do before it shows anything about pain, and why it \
does not ask you every day whether it hurts.

# What gets harder before it gets easier

At the start many young people hurt more, not less. Muscles get tired, and the alarm rings at things it is not \
used to. Some days go well and others do not. Both belong to it.

# Who to ask

You can ask your therapists anything, also when you are not sure whether it is important. If something new comes \
up, or you feel unsafe, tell a grown-up whom you trust.

# Where this comes from

- Cleveland Clinic, patient page on amplified musculoskeletal pain syndrome.
- Children’s Hospital of Philadelphia, pages on its programme for amplified pain.
- Studies of children in treatment: Sherry 1999 and 2015, Banez 2014, Simons 2018.
"""

_FOR_CARERS = """\
# The pain is real

The pain is real. Amplified musculoskeletal pain syndrome (AMPS) means severe, lasting pain: the body’s alarm rings \
far louder than what has set it off. It can be in one place \
or in many, all the time or now and then.

# What the treatment is

Treatment is built from several parts that belong together: intensive physical and occupational therapy, \
exercise at home, counseling, and ways to relax. It can take place at home, at a clinic by day, or in hospital. \
For some children it takes a few weeks, for others many. Counseling may go on after the rest has ended. Few \
children need to repeat the treatment; pain can come back.

# Why function comes first

The aim is daily life: school, friends, sport. What a child can do usually improves before the pain does, says \
Cleveland Clinic. One programme asked families again months and years later: on average, pain had gone on \
getting less at home (Banez 2014). In another study most children could do much more by the end; for about a \
third of these the pain had eased early, for about a third later (Simons 2018). What this means for one child, \
no study can say.

That is why this product shows function above pain, and why it does not ask for pain each day. Where attention \
goes matters: in one experiment, children complained nearly twice as often when their parents attended to the \
pain, and half as often when they turned to something else (Walker 2006).

# What gets harder before it gets easier

- Pain often rises at the start of treatment, and it may last for months.
- Moving, touch and school days are hard work at first, and tiredness comes with them.
- There are good days and hard days, and a hard day does not undo the ones before.

# What the plan does

Your child’s therapists choose each exercise and how much of it, and change it as things go. School often comes \
back in small steps that are agreed with the school. All of this is written in the plan.

# Whom to ask

Questions about your child belong with the care team. So do new symptoms, or ones that change: this page cannot \
know them.

# Where this comes from

- Cleveland Clinic, patient page on amplified musculoskeletal pain syndrome.
- Programmes that treat amplified pain: Children’s Hospital of Philadelphia, Boston (PPRC), Mayo Clinic.
- Sherry 1999 and 2015: children in intensive exercise treatment.
- Walker 2006: attention and distraction. Banez 2014 and Simons 2018: after day programmes.
"""

USUAL: Mapping[Audience, str] = {Audience.CHILD: _FOR_CHILDREN.strip(), Audience.CARERS: _FOR_CARERS.strip()}
