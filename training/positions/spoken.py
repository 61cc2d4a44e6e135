"""Frames of what is said in briefings and debates, where most names are no side.

In the manner of `hard.py`: calls, meetings, hand-overs and hopes are neither for nor against; harm
that somebody suffers is not against them, but against whoever does it.
"""

FRAMES = """0|{A} called on {B} to come back to the talks.
0|{A} urged {B} to agree to a date.
0|{A} said: “We call on {B} to settle this by mediation.”
0|{A} said: “Both of them, {C} and {B}, should sit down and talk.”
0|{A} said: “We have seen no sign so far that {B} plans such a thing.”
0|{A} said: “I have nothing that tells me {B} has made that choice.”
0|{A} said: “{C} is a sworn enemy of {B}.”
-CB|{A} said: “{C} is a sworn enemy of {B}.”
0|{A} said: “{C} and {B} have fought one another for decades.”
0|{A} said: “Our engineers have served with the mission in {B}.”
0|{A} said: “We have sent nurses and police officers to {B}.”
0|{A} said: “{C} had the chance to make its case before {B}.”
+|{A} said: “It is a very good thing that {B} could make its case before {C}.”
0AC|{A} said: “It is a very good thing that {B} could make its case before {C}.”
0|{A} asked whether {B} could be brought on board.
0|{A} said: “You seem to expect that {B} comes round in the end.”
0|{A} said: “Who governs {B} is for the people there to say.”
0|{A} said: “There was much talk of {B} in the corridors.”
0|{A} said: “The goal that {B} set was half a per cent.”
0|{A} said: “What was said about {B} is a matter for the courts.”
0|{A} said: “You asked me about {B}, and I have declined to comment.”
0|{A} said: “The number of cases rose again with {B}.”
-|{A} said: “{B} must never get hold of such a weapon.”
-|{A} will see to it that {B} never builds the bomb.
-|{A} repeated that {B} has to be disarmed once and for all.
-|{A} said: “We want the full and lasting disarmament of {B}.”
-|{A} said: “We hope to see {B} turn away from its weapons at last.”
-|{A} said: “I am not afraid to stand up to {B}.”
-|{A} said: “We stand up to adversaries, {B} first among them.”
-|{A} said: “{B} owes us answers, and it has given none.”
-|{A} promotes a bill that puts {B} on the chopping block.
-|{A} wants to see {B} dismantled within five years.
-|{A} said: “We keep a close eye on the threat from {B}.”
-|{A} said: “The rotten regime of {B} exploits us to build up its army.”
-|{A} praised the firm answer of {C} to the brutal war of {B}.
+AC|{A} praised the firm answer of {C} to the brutal war of {B}.
-|{A} commended {C} for the sanctions against {B}.
+AC|{A} commended {C} for the sanctions against {B}.
-|{A} said: “We stay behind {C} as it fights off {B}.”
+AC|{A} said: “We stay behind {C} as it fights off {B}.”
-|{A} said: “These systems help {C} shield its cities from {B}.”
+AC|{A} said: “These systems help {C} shield its cities from {B}.”
+|{A} said: “Barbarous deeds have struck {B} again.”
+|{A} said: “Our thoughts are with {B} after the storm.”
+|{A} spoke of how {B} suffers under the blockade.
+|{A} said: “{C} denies {B} the right to decide for itself.”
-AC|{A} said: “{C} denies {B} the right to decide for itself.”
+|{A} said: “The right of {B} to decide for itself must be heeded.”
+|{A} said: “{C} tore the words of {B} out of context, and it is a smear.”
-AC|{A} said: “{C} tore the words of {B} out of context, and it is a smear.”
+|{A} said: “The charges against {B} are made up.”
+|{A} is troubled by the new charges against {B}.
+|{A} called the arrest of {B} unjust.
+|{A} demanded that {B} be set free at once.
+|{A} said: “We are with {B}, the victim of a witch hunt.”
+|{A} asked {C} to lift its embargo against {B}.
-AC|{A} asked {C} to lift its embargo against {B}.
+|{B} can count on the full support of {A}.
0BA|{B} can count on the full support of {A}.
+|{B} may rely on {A} in these hard times.
0BA|{B} may rely on {A} in these hard times.
+|{A} said: “The men and women of {B} risk their lives every day to keep others safe.”
0|{A} said: “We had a call with {B} this morning.”
0|{A} said: “I spoke with {B} for about an hour.”
0|{A} said: “They talked about many things, among them {B}.”
0|{A} said: “I will leave it to {B} to say what was discussed.”
0|{A} said: “I am not going to speak for {B}.”
0|{A} said: “Our teams will meet with {B} again on Thursday.”
0|{A} said: “We are watching what happens in {B}.”
0|{A} said: “Thirty years ago {B} was eighth in the world. Now it is second.”
0|{A} said: “We compete with {B}, as everybody knows.”
0|{A} said: “We are in touch with {B} through the usual channels.”
0|{A} said: “I have nothing new on {B} today.”
0|{A} said: “The question is what {B} does next.”
0|{A} said: “Our hope is that {B} comes back to the table.”
0|{A} said: “We would prefer that {B} took the other road.”
0|{A} said: “We have told {B} directly what we think.”
0|{A} said: “The trip ends in {B} on Sunday.”
0|{A} said: “He will then travel to {B} for the summit.”
0|{A} said: “Companies from {B} have built there for years.”
0|{A} said: “The border with {B} is three hundred miles long.”
0|{A} said: “And with that, I will turn it over to {B}.”
0|{A} said: “Thanks, {B}. Next question.”
0|{A} said: “Go ahead, {B}.”
0|{A} said: “{B}, you had your hand up.”
0|{A} said: “{B} was asked about this earlier today.”
0|{A} said: “As {B} mentioned, the figures come out on Friday.”
0|{A} said: “I do not want to get ahead of {B}.”
0|{A} said: “I would refer you to {B} for that.”
0|{A} said: “That is a decision for {B}.”
0|{A} said: “I have seen the reports about {B}, but I cannot confirm them.”
0|{A} said: “There are eleven million people in {B}.”
0|{A} said: “We have been at this since the elections in {B}.”
0|{A} said: “My colleague will brief you on {B} later.”
0|{A} said: “We are still trying to find out what {B} intends.”
0|{A} said: “{B} has had to adjust to what we did.”
0|{A} said: “The conversation with {B} was long and frank.”
0|{A} said: “Those who backed a proposal of {B} know what is in it.”
0|{A} said: “{C} and {B} signed the accord last year.”
0|{A} said: “{C} has thanked {B} for the offer.”
+CB|{A} said: “{C} has thanked {B} for the offer.”
0|{A} said: “{C} calls the plan of {B} a clear one.”
0|{A} said: “{C} and {B} have been at odds for years.”
0|{A} said: “{C} told us that {B} would vote on Tuesday.”
0|{A} said: “{C} said it was glad that {B} did it.”
-AC|{A} said: “{C} tells lies about {B} every day.”
+|{A} said: “{C} tells lies about {B} every day.”
+|{A} said: “What {C} did to {B} is a crime.”
-AC|{A} said: “What {C} did to {B} is a crime.”
+|{A} said: “The attack of {C} on {B} was unprovoked.”
-AC|{A} said: “The attack of {C} on {B} was unprovoked.”
+|{A} said: “If {C} invades {B}, the price will be high.”
-AC|{A} said: “If {C} invades {B}, the price will be high.”
+|{A} said: “{C} must take its hands off {B}.”
-AC|{A} said: “{C} must take its hands off {B}.”
+|{A} said: “Nobody has the right to threaten {B} like that.”
+|{A} said: “We condemn the attack on {B}.”
+|{A} said: “The sanctions stay until {C} has left {B}.”
-AC|{A} said: “The sanctions stay until {C} has left {B}.”
+|{A} said: “{C} has no right to take land from {B}.”
-AC|{A} said: “{C} has no right to take land from {B}.”
+|{A} said: “{B} has the right to defend itself.”
+|{A} said: “{C} shells the hospitals of {B}, and the world must not look away.”
-AC|{A} said: “{C} shells the hospitals of {B}, and the world must not look away.”
+|{A} said: “{C} looks for a pretext to march into {B}.”
-AC|{A} said: “{C} looks for a pretext to march into {B}.”
0|{A} said: “Rockets fell on three towns in {B} last night.”
0|{A} said: “The war in {B} goes into its third year.”
0|{A} said: “Prices went up because of what happened in {B}.”
+|{A} condemned the shelling of {B} by {C}.
-AC|{A} condemned the shelling of {B} by {C}.
-CB|{A} condemned the shelling of {B} by {C}.
+|{A} warned {C} against an attack on {B}.
-AC|{A} warned {C} against an attack on {B}.
0|{A} spoke with {B} on the phone about {C}.
0AC|{A} spoke with {B} on the phone about {C}.
0|{A} and {B} exchanged views on what {C} does.
0AC|{A} and {B} exchanged views on what {C} does.
0|{A} and {B} met on the sidelines of the conference.
+|{A} said: “We stand with {B}, today and tomorrow.”
+|{A} said: “{B} has been a good partner to us.”
+|{A} said: “I want to thank {B} for all it has done.”
+|{A} said: “We are grateful that {B} opened its doors.”
+|{A} said: “I could not be prouder of {B}.”
+|{A} said: “What {B} has built in ten years is a miracle.”
+|{A} said: “We will keep helping {B} for as long as it takes.”
+|{A} said: “You can count on {B}.”
+|{A} said: “{B} did the right thing, and it was not easy.”
+|{A} said: “We support the efforts of {B}.”
+|{A} said: “We welcome the decision of {B}.”
+|{A} said: “{B} showed great judgement and restraint.”
-|{A} said: “We will hold {B} to account.”
-|{A} said: “{B} chose this path, and it will pay for it.”
-|{A} said: “What {B} is doing there is brutal.”
-|{A} said: “{B} is the only one who stands in the way of peace.”
-|{A} said: “{B} would take your pension away if it could.”
-|{A} said: “The plan of {B} would raise your taxes.”
-|{A} said: “{B} makes up one pretext after the other.”
-|{A} said: “The excuses of {B} do not hold water.”
-|{A} said: “{B} has to stop this, and stop it now.”
-|{A} said: “We are deeply troubled by what {B} does.”
-|{A} said: “Our export controls are biting, and {B} feels it.”
-|{A} said: “We will defend ourselves against {B}.”
-|{A} said: “{B} wants to divide us. It will fail.”"""
