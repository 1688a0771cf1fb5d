# The matching of a clinic as a linear program, for glpsol.

param clients;
param therapists;
set C := 1..clients;
set T := 1..therapists;
set PAIRS within {C, T};
param openings{T};
param worth{PAIRS};

var x{PAIRS} >= 0;

maximize total: sum{(i, j) in PAIRS} worth[i, j] * x[i, j];
s.t. once{i in C}: sum{(i, j) in PAIRS} x[i, j] <= 1;
s.t. seats{j in T}: sum{(i, j) in PAIRS} x[i, j] <= openings[j];

solve;
end;
