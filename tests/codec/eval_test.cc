#include "usance/codec/eval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "usance/codec/json.h"
#include "usance/codec/late_charges.h"
#include "usance/core/status.h"

namespace usance {
namespace {

Json Answer(std::string_view request) {
  const absl::StatusOr<Json> answer = ParseJson(
      Eval(request),
      {.max_bytes = 100'000'000, .max_depth = 64, .max_elements = 1'000'000});
  EXPECT_TRUE(answer.ok()) << request;
  return *answer;
}

// "REASON /path", or the answer's member `ok` in full.
std::string Short(std::string_view request) {
  const Json answer = Answer(request);
  if (const Json* ok = answer.Find("ok")) return ToText(*ok);
  const Json& error = *answer.Find("error");
  return error.Find("reason")->text() + " " + error.Find("path")->text();
}

std::string FileText(const std::string& path) {
  std::ifstream file(std::string(USANCE_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

constexpr std::string_view kGolden =
    R"({"op":"amortize","method":"level","principal":"100.00",)"
    R"("currency":"USD","rate":"7%","day_count":"30/360 isda",)"
    R"("start":"2026-01-01","frequency":"P1M","count":6,)"
    R"("rounding":"half even","residual":"last"})";

// One request of each operation that is answered.
constexpr std::string_view
    kGood[] =
        {
            R"({"op":"names","of":"rounding"})",
            R"({"op":"day_count","day_count":"act/act icma","start":"2026-01-31","end":"2026-03-31","frequency":"P6M","period_start":"2026-01-31","period_end":"2026-07-31"})",
            R"({"op":"business_day","calendar":"TARGET2","date":"2026-04-03","convention":"following"})",
            R"({"op":"business_day","calendar":{"id":"X","version":"1","first":"2026-01-01","last":"2026-12-31","weekend":["saturday","sunday"],"holidays":["2026-04-06"],"working_days":["2026-04-04"]},"date":"2026-04-03","advance":2})",
            R"({"op":"schedule","start":"2026-01-31","frequency":"P1M","count":3})",
            R"({"op":"due_dates","terms":"2/10 net 30","date":"2026-01-31","amount":"1000.00","currency":"EUR"})",
            R"({"op":"due_dates","terms":{"baseline":["delivery"],"lines":[{"share":"percent of total","percent":"30%","due":"0d"},{"weight":2,"due":"30d eom","discounts":[{"percent":"2%","within":"10d"}]}]},"date":"2026-01-31","delivery":"2026-02-03","amount":"1000.00","currency":"EUR"})",
            R"({"op":"accrue","balance":"10000.00","currency":"GBP","rate":"11.5%","day_count":"act/365f","start":"2023-06-01","end":"2024-03-01","compounding":"simple","rounding":"half even"})",
            R"({"op":"late_charges","policy":{"grace_days":3,"interest_start":"after grace","interest":{"rate":"12%","day_count":"act/365f","compounding":"simple","rounding":"half even"},"fees":[{"id":"r","basis":"flat","amount":"5.00","every":"P1M","max_count":2}],"compensation":[{"from":"0.00","amount":"40.00"}],"cap":{"percent":"20%","rounding":"down","action":"report"}},"amount":"1000.00","currency":"EUR","due":"2026-01-31","as_of":"2026-04-15","payments":[{"date":"2026-03-01","amount":"400.00"}],"apply_to":"interest first"})",
            R"({"op":"payment_request","creditor":"Franz Mustermann","iban":"DE71 1102 2033 0123 4567 89","bic":"BHBLDEHHXXX","amount":"12.30","purpose":"GDDS","reference":"RF18 5390 0754 7034","reference_kind":"rf"})",
            R"({"op":"payment_request","creditor":"Franz Mustermann","iban":"DE71110220330123456789","text":"Rechnung 7","information":"Danke","version":"002","charset":"iso 8859-1","line_break":"crlf"})",
            R"({"op":"reference","kind":"ogm","base":"0909337554"})",
            R"({"op":"reference","kind":"rf","reference":"rf18 5390 0754 7034"})",
            R"({"op":"iban","iban":"CH44 3199 9123 0008 8901 2"})",
            R"({"op":"structured_terms","currency":"EUR","text":"#SKONTO#TAGE=7#PROZENT=2.00#\n","due":"30d"})",
            R"({"op":"structured_terms","currency":"EUR","lines":[{"before":"Zahlbar:","kind":"skonto","days":7,"percent":"2%","base":"50.00"}],"after":"Danke"})",
            R"({"op":"structured_terms","currency":"EUR","terms":"2/7 net 30"})",
            R"({"op":"terms","terms":"2/10 30d eom","sentence":"de","codes":true,"annual_cost":true,"date":"2026-01-15"})",
            R"({"op":"terms","currency":"EUR","terms":{"lines":[{"share":"fixed","amount":"5.00","due":"0d"},{"due":"10bd(X) ","discounts":[{"percent":"2%","within":"0d"},{"amount":"1.00","within":"1d"}]}]},"annual_cost":true,"date":"2026-01-31","year_days":360,"decimals":4,"rounding":"half even","calendars":[{"id":"X","version":"1","first":"2026-01-01","last":"2026-12-31","weekend":["saturday","sunday"]}]})",
            R"({"op":"due_dates","terms":"2/10 grace 3 net 30 roll(following, TARGET2) ","date":"2026-01-31","amount":"1000.00","currency":"EUR","on":"2026-02-12","payments":[{"date":"2026-02-05","amount":"500.00","installment":1}],"partial":"keep last"})",
            R"({"op":"due_dates","terms":{"lines":[{"share":"percent","percent":"30%","baseline":["order"],"due":"0d"},{"due":"10bd(X) ","discounts":[{"percent":"2%","base":"net","grace_days":2,"within":"10d"}]}]},"date":"2026-01-31","order":"2026-01-02","amount":"1190.00","net_amount":"1000.00","currency":"EUR","calendars":[{"id":"X","version":"1","first":"2026-01-01","last":"2026-12-31","weekend":["saturday","sunday"]}]})",
            R"({"op":"payment_options","terms":"2/10 net 30","date":"2026-01-10","amount":"1000.00","currency":"EUR","policy":{"interest":{"rate":"8%","day_count":"act/365f","compounding":"simple","rounding":"half up"},"compensation":[{"from":"0.00","amount":"40.00"}]},"late":["2026-03-11","2026-04-10"]})",
            R"({"op":"payment_request","creditor":"A","iban":"DE71110220330123456789","means":"30"})",
            kGolden,
            R"({"op":"rates"})",
            R"({"op":"rates","series":"de_basiszinssatz","on":"2023-06-30"})",
            R"({"op":"accrue","balance":"10000.00","currency":"EUR","rates":"de_basiszinssatz","margin":"+5%","day_count":"act/act isda","start":"2023-01-02","end":"2024-01-02","compounding":"simple","rounding":"half even"})",
            R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"waive","waive_within":"0.05","principal":"100.00","rate":"7%","count":24,"grace_rows":2,"grace":"deferred","months":["may","jun"],"off_season":"spread","row_terms":[{"first":4,"last":5,"pays":"payment","amount":"3.00"},{"first":9,"pays":"principal","percent":"5%"}],"down_payment":"10.00","fees":[{"amount":"0.50"},{"first":2,"last":9,"percent":"1%","base":"opening"}],"tax_on_interest":"20%","tax_on_fees":"10%","step_rows":12,"step_percent":"3%","allow_negative_amortization":true})",
            R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":24,"timing":"in advance","balloon_percent":"10%","final_payment":"lower","least_payment":"1.00"})",
            R"({"op":"amortize","method":"level","currency":"EUR","day_count":"30/360 isda","start":"2026-01-01","frequency":"P3M","rounding":"half even","residual":"last","principal":"1000.00","rate":"12%","count":4,"raise_to_interest":true,"advances":[{"date":"2026-02-16","amount":"500.00"}],"advance_change":"level again","capitalize_every":"P1M","capitalize_from":"2026-02-01","capitalize_until":"2026-11-01"})",
            R"({"op":"amortize","method":"bullet","bullet":"simple","currency":"EUR","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1Y","rounding":"half even","principal":"1000.00","rate":"12%","count":1,"capitalize_on":["2026-07-01"]})",
            R"({"op":"position","method":"interest only","currency":"EUR","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","principal":"1000.00","rate":"12%","count":3,"on":["2026-02-16","2026-03-01"]})",
            R"({"op":"irr","currency":"EUR","flows":[{"date":"2026-01-01","amount":"-1000.00"},{"date":"2026-07-01","amount":"550.00","count":2,"every":"P6M"}],"day_count":"act/365f"})",
            R"({"op":"apr","currency":"USD","rule":"actuarial","unit":"month","units":1,"advances":[{"date":"1978-01-10","amount":"5000.00"}],"payments":[{"date":"1978-02-10","amount":"230.00","count":24,"every":"P1M"}],"disclosed":"9.69%","irregular":true})",
            R"({"op":"plan","debts":[{"item":"A","amount":"70.00"},{"item":"B","amount":"50.00"}],"method":"level","currency":"EUR","rate":"0%","day_count":"30e/360","start":"2026-01-15","frequency":"P1M","count":4,"rounding":"half even","residual":"last"})",
            R"({"op":"plan","debts":[{"item":"A","amount":"1000.00"}],"most":"90.00","most_payments":24,"method":"level","currency":"EUR","rate":"6%","day_count":"30e/360","start":"2026-01-15","frequency":"P1M","rounding":"half even","residual":"last"})",
            R"({"op":"assess","currency":"EUR","events":[{"id":"1","kind":"invoice","date":"2026-01-01","item":"A","due":"2026-01-31","amount":"100.00"},{"id":"2","kind":"payment","date":"2026-01-31","amount":"60.00"},{"id":"3","kind":"payment","date":"2026-02-10","amount":"40.00"}],"policy":{"allocation":"oldest due","credit":"hold"},"as_of":"2026-06-30","credit":{"id":"trade","version":"1","valid_from":"2026-01-01","factors":[{"measure":"on time by amount","weight":3,"bands":[{"points":0},{"from":"50%","points":60},{"from":"95%","points":100}],"missing":"points","missing_points":50},{"measure":"days late","weight":1,"bands":[{"points":100},{"from":"5","points":40}],"missing":"leave out"}],"knock_outs":[{"measure":"insolvency","at":"yes","reason":"insolvency proceedings","class":"cash","missing":"leave out"}],"classes":[{"id":"A","from_points":60,"terms":"2/10 net 30","limit":{"basis":"days of sales","factor":"45","at_most":"5000.00"},"early_discount":true,"dunning":"friendly","consequences":["default interest by law"]},{"id":"cash","from_points":0,"terms":"net 0","limit":{"basis":"fixed","amount":"0.00"},"deposit":"100%"}]},"period_days":365,"external":{"insolvency":false,"score":70,"legal_disputes":0,"other_jurisdiction":false,"equity":"1.00"},"as_known_on":"2026-06-30","text":true})",
            R"({"op":"exposure","currency":"EUR","policy":{"classes":[{"class":"orders"},{"class":"delivered"},{"class":"open"},{"class":"overdue","own_limit":"200.00"},{"class":"returns"}],"without_limit":"zero","watch_above":"90%","stop_above":"120%","overdue":[{"above_amount":"10.00","above_days":30,"state":"hold"}],"refuse_orders":"hold","refuse_deliveries":"stop"},"parties":[{"id":"C","parent":"group","open":"500.00","limits":[{"amount":"1000.00"},{"type":"season","amount":"200.00","from":"2026-06-01","until":"2026-08-31","temporary":true}],"insurance":{"coverage":"90%","named_limit":"100.00"},"releases":[{"by":"manager","reason":"season","up_to":"1500.00","from":"2026-06-01","until":"2026-06-30"}]},{"id":"group","limits":[{"amount":"1100.00"}]}],"party":"C","point":"order","day":"2026-06-30","amount":"660.00","advance":"0.00","counted":"0.00"})",
            R"({"op":"next_actions","currency":"EUR","events":[{"id":"1","kind":"invoice","date":"2026-01-01","item":"A","due":"2026-01-31","amount":"100.00"},{"id":"2","kind":"contact","date":"2026-02-10","channel":"email","response":"hardship","items":["A"],"step":"first"}],"policy":{"allocation":"oldest due","credit":"hold"},"as_of":"2026-02-20","dunning":{"id":"ladder","scope":"item","order":"strict","steps":[{"id":"first","after":"10d","channels":["email"]},{"id":"second","anchor":"previous step","after":"10d","channels":["phone","letter"],"tone":"firm","message":"second reminder","consequences":["deliveries stop"],"fee":"reminder"}],"fees":[{"id":"reminder","basis":"flat","amount":"5.00"}],"caps":[{"id":"Reg F","channels":["phone"],"most":7,"within_days":7,"after_answer_days":7}],"windows":[{"channels":["phone"],"from":"08:00","until":"21:00"}]},"debtor":{"consent":["letter","phone"],"preferred":["phone"]},"pay_within_days":7})",
            R"({"op":"handover","currency":"EUR","events":[{"id":"1","kind":"invoice","date":"2024-12-01","item":"A","due":"2025-01-01","amount":"100.00","interest":"agreed"},{"id":"2","kind":"charge","date":"2025-02-01","item":"A","component":"fee","amount":"5.00"},{"id":"3","kind":"contact","date":"2025-03-01","channel":"phone","response":"refusal","items":["A"]}],"policy":{"allocation":"oldest due","credit":"hold","interest":[{"id":"agreed","interest":{"rate":"12%","day_count":"act/365f","compounding":"simple","rounding":"half even"}}]},"as_of":"2025-09-01","items":["A"]})",
            R"({"op":"settlement","currency":"EUR","events":[{"id":"1","kind":"invoice","date":"2024-12-01","item":"A","due":"2025-01-01","amount":"100.00","interest":"agreed"},{"id":"2","kind":"charge","date":"2025-02-01","item":"A","component":"fee","amount":"5.00"},{"id":"3","kind":"contact","date":"2025-03-01","channel":"phone","response":"refusal","items":["A"]}],"policy":{"allocation":"oldest due","credit":"hold","interest":[{"id":"agreed","interest":{"rate":"12%","day_count":"act/365f","compounding":"simple","rounding":"half even"}}]},"as_of":"2025-09-01","items":["A"],"pay":"101.00","gives_up":["default interest","fee"]})",
            R"({"op":"escalate","currency":"EUR","events":[{"id":"1","kind":"invoice","date":"2024-12-01","item":"A","due":"2025-01-01","amount":"100.00","interest":"agreed"},{"id":"2","kind":"charge","date":"2025-02-01","item":"A","component":"fee","amount":"5.00"},{"id":"3","kind":"contact","date":"2025-03-01","channel":"phone","response":"refusal","items":["A"]}],"policy":{"allocation":"oldest due","credit":"hold","interest":[{"id":"agreed","interest":{"rate":"12%","day_count":"act/365f","compounding":"simple","rounding":"half even"}}]},"as_of":"2025-09-01","escalation":{"id":"signs","signs":[{"sign":"days past due","bands":[{"from":30,"points":10},{"from":90,"points":30}]},{"sign":"open","bands":[{"amount":"50.00","points":10}]},{"sign":"refusals","bands":[{"from":1,"points":60}]}],"review_points":50,"hand_over_points":100},"debtor":{"lapses":[{"item":"A","on":"2028-12-31"}]}})",
            R"({"op":"options","currency":"EUR","as_of":"2026-01-01","rate":"5%","day_count":"act/365f","rounding":"half even","options":[{"id":"agency","receipts":[{"date":"2027-01-01","amount":"1000.00"}],"chance":"40%","contingent":[{"from":"0.00","share":"25%"}]},{"id":"settlement","receipts":[{"date":"2026-01-01","amount":"600.00"}],"chance":"80%"},{"id":"court","receipts":[{"date":"2028-01-01","amount":"1100.00"}],"chance":"90%","cost":"700.00"}]})",
            R"({"op":"share","lenders":[{"lender":"A","weight":80},{"lender":"B","weight":20}],"method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6})",
            R"({"op":"amortize","method":"minimum payment","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","principal":"100.00","rate":"7%","payment":"9.00","payment_percent":"5%"})",
            R"({"op":"solve","unknown":"balloon","payment":"10.00","rate":"7%","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","count":6})",
            R"({"op":"solve","unknown":"principal","payment":"17.01","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","rate":"7%","count":6,"amortization_rows":12})",
            R"({"op":"verify","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":1,"totals":{"interest":"0.58","principal":"100.00","payment":"100.58"},"rows":[{"number":1,"start":"2026-01-01","due":"2026-02-01","opening":"100.00","interest":"0.58","principal":"100.00","fee":"0.00","tax":"0.00","payment":"100.58","closing":"0.00"}]})",
            R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","end":"2026-06-10","stub":"both","first_due":"2026-03-01","last_regular_due":"2026-06-01","stub_interest":"in payment","convention":"following","start_convention":"following","calendar":"TARGET2","accrue_to":"adjusted"})",
            R"({"op":"late_charges","statute":"uk","amount":"10000.00","due":"2023-05-31","as_of":"2024-02-29"})",
            R"({"op":"late_charges","statute":"de","contract_date":"2014-07-28","parties":"b2g","amount":"1000.00","currency":"EUR","invoice":"2025-03-05","claimable":"2025-03-10","calendar":"sat_sun","rounding":"half even","regime":"per day","unknown_rate":"refuse","as_of":"2026-04-15","payments":[{"date":"2026-03-01","amount":"400.00"}],"apply_to":"interest first"})",
            R"({"op":"statutes"})",
            R"({"op":"statutes","statute":"nl"})",
            R"({"op":"limitation","law":"de","parties":"b2c","due":"2023-03-15","as_of":"2026-10-01","events":[{"kind":"negotiation","date":"2025-01-01","last":"2025-02-28"}],"warn_before":"P6M"})",
            R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","count":6,"rates":[{"from":"2025-01-01","rate":"7%"},{"from":"2026-03-10","rate":"9%"}],"margin":"+1%","floor":"0%","cap":"12%","source":"S","version":"1","known_through":"2026-12-31","unknown_rate":"refuse","reset_rows":2,"reset_lag_days":3,"reset_cap":"1%","reset_floor":"2%","rate_change":"level again"})",
            R"({"op":"fn","function":"IPMT","rate":"0.08/12","per":"11","nper":"10","pv":"10000","type":"1"})",
            R"({"op":"fn","function":"XIRR","values":["-100","60","60"],"dates":["2024-01-01","2024-07-01","2025-01-01"]})",
};

// 58.33 cents of interest, 83.57 of the balance: 46.66.. and 11.66.., 66.856
// and 16.714.
TEST(Eval, SharesTheRowsOfALoan) {
  const std::string terms =
      R"("method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6)";
  const Json answer = Answer(
      R"({"op":"share","lenders":[{"lender":"A","weight":80},{"lender":"B","weight":20}],)" +
      terms + "}");
  const Json* ok = answer.Find("ok");
  ASSERT_NE(ok, nullptr);
  ASSERT_EQ(ok->Find("rows")->items().size(), 12u);
  struct {
    size_t row;
    std::string lender, interest, principal, closing;
  } cases[] = {{0, "A", "0.46", "13.14", "66.86"},
               {6, "B", "0.12", "3.29", "16.71"}};
  for (const auto& c : cases) {
    const Json& row = ok->Find("rows")->items()[c.row];
    EXPECT_EQ(row.Find("lender")->text(), c.lender);
    EXPECT_EQ(row.Find("interest")->text(), c.interest);
    EXPECT_EQ(row.Find("principal")->text(), c.principal);
    EXPECT_EQ(row.Find("closing")->text(), c.closing);
  }
  EXPECT_EQ(ok->Find("lenders")->items()[1].Find("principal")->text(), "20.00");
  struct {
    std::string lenders, error;
  } refused[] = {
      {"", "MISSING_FIELD /lenders"},
      {R"("lenders":[{"lender":"A"}],)", "MISSING_FIELD /lenders/0/weight"},
      {R"("lenders":[{"lender":"A","weight":-1}],)",
       "OUT_OF_RANGE /lenders/0/weight"},
      {R"("lenders":[{"lender":"A","weight":0}],)", "OUT_OF_RANGE /lenders"}};
  for (const auto& r : refused) {
    EXPECT_EQ(Short(R"({"op":"share",)" + r.lenders + terms + "}"), r.error);
  }
}

TEST(Eval, VerifyTriesTheTotals) {
  const auto verify = [](const std::string& interest) {
    return Short(
        R"({"op":"verify","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":1,"rows":[{"due":"2026-02-01","opening":"100.00","interest":"0.58","principal":"100.00","payment":"100.58","closing":"0.00"}],"totals":{"interest":")" +
        interest + R"(","principal":"100.00","payment":"100.58"}})");
  };
  EXPECT_EQ(verify("0.58"), R"({"holds":true})");
  EXPECT_EQ(
      verify("0.57"),
      R"({"holds":false,"breach":{"law":"totals","text":"total interest 0.57, the terms give 0.58"}})");
}

TEST(Eval, AmortizesTheGoldenLoan) {
  const Json answer = Answer(kGolden);
  const Json* ok = answer.Find("ok");
  ASSERT_NE(ok, nullptr);
  EXPECT_EQ(ok->Find("level_payment")->text(), "17.01");
  constexpr const char* kInterest[] = {"0.58", "0.49", "0.39",
                                       "0.29", "0.20", "0.10"};
  const auto& rows = ok->Find("rows")->items();
  ASSERT_EQ(rows.size(), 6u);
  for (size_t k = 0; k < 6; ++k) {
    EXPECT_EQ(rows[k].Find("interest")->text(), kInterest[k]);
    EXPECT_EQ(rows[k].Find("payment")->text(), k < 5 ? "17.01" : "17.00");
  }
  EXPECT_EQ(rows[5].Find("closing")->text(), "0.00");
}

// Expected values: Late Payment Act example of gov.uk's method, worked with
// fractions (10000 * 0.115 * 274 / 365 = 863.287...); calendars by hand.
TEST(Eval, AnswersOneRequestOfEachOperation) {
  const struct {
    std::string_view request, part, value;
  } kRows[] = {
      {R"({"op":"day_count","day_count":"act/360","start":"2026-01-31","end":"2026-03-31"})",
       "numerator", "59"},
      {kGood[2], "date", "2026-04-07"},  // Good Friday to after Easter Monday
      {kGood[3], "date", "2026-04-07"},  // Saturday worked, Monday not
      {kGood[7], "interest", "863.29"},
  };
  for (const auto& row : kRows) {
    const Json answer = Answer(row.request);
    const Json* ok = answer.Find("ok");
    ASSERT_NE(ok, nullptr) << row.request << ToText(answer);
    EXPECT_EQ(ok->Find(row.part)->text(), row.value) << row.request;
  }
}

// The payload is the first example of EPC069-12; the text sample 01.10a's.
TEST(Eval, AsksForPayment) {
  EXPECT_EQ(
      Short(kGood[9]),
      R"({"payload":"BCD\n002\n1\nSCT\nBHBLDEHHXXX\nFranz Mustermann\n)"
      R"(DE71110220330123456789\nEUR12.30\nGDDS\nRF18539007547034","bytes":")"
      "4243440a3030320a310a5343540a4248424c444548485858580a4672616e"
      "7a204d75737465726d616e6e0a4445373131313032323033333031323334"
      "35363738390a45555231322e33300a474444530a52463138353339303037"
      "353437303334"
      R"(",)"
      R"("iban":"DE71 1102 2033 0123 4567 89","reference":"RF18539007547034",)"
      R"("reference_print":"RF18 5390 0754 7034","assumed":{)"
      R"("reference_kind":"rf","version":"002","charset":"utf-8",)"
      R"("line_break":"lf"}})");
  EXPECT_EQ(Short(kGood[11]), R"({"kind":"ogm","reference":"090933755493",)"
                              R"("print":"+++090/9337/55493+++"})");
  EXPECT_EQ(Short(kGood[13]),
            R"({"iban":"CH4431999123000889012",)"
            R"("print":"CH44 3199 9123 0008 8901 2","country":"CH",)"
            R"("qr_iban":true,"eea":false})");
  EXPECT_EQ(Short(kGood[14]),
            R"({"br_de_18":true,"lines":[{"kind":"skonto","days":7,)"
            R"("percent":"2%"}],"terms":"2/7 net 30"})");
  EXPECT_EQ(Short(kGood[15]),
            R"({"text":"Zahlbar:\n#SKONTO#TAGE=7#PROZENT=2.00#)"
            R"(BASISBETRAG=50.00#\nDanke\n"})");
  EXPECT_EQ(Short(kGood[16]), R"({"text":"#SKONTO#TAGE=7#PROZENT=2.00#\n)"
                              R"(#SKONTO#TAGE=30#PROZENT=0.00#\n"})");
}

// The sentences are those of tests/terms/late_sentence_test.cc.
TEST(Eval, SaysAPolicy) {
  const std::string policy =
      R"(,"policy":{"compensation":[{"from":"0.00","amount":"40.00"}]})";
  const std::string said =
      "\"late_sentence\":\"For each invoice that is paid late, a fixed sum of "
      "40.00\u00a0EUR is due.\"";
  const std::string request = R"({"op":"terms","currency":"EUR")";
  EXPECT_EQ(Short(request + policy + R"(,"sentence":"en"})"), "{" + said + "}");
  EXPECT_EQ(Short(request + policy + R"(,"sentence":"en","terms":"net 0"})"),
            R"({"terms":"net 0","sentence":"Payment of the invoice amount is )"
            R"(due on the date of the invoice.",)" +
                said + "}");
  const struct {
    std::string rest, error;
  } rows[] = {
      {policy + "}", "MISSING_FIELD /sentence"},
      {policy + R"(,"terms":"net 0"})", "MISSING_FIELD /sentence"},
      {policy + R"(,"sentence":"en","codes":true})", "CONFLICT /codes"},
      {R"(,"policy":{"grace_days":-1},"sentence":"en"})",
       "OUT_OF_RANGE /policy/grace_days"},
      {R"(,"policy":{"cap":{"action":"clip"}},"sentence":"en"})",
       "MISSING_FIELD /policy/cap"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Short(request + row.rest), row.error) << row.rest;
  }
  EXPECT_EQ(Short(R"({"op":"terms","sentence":"en")" + policy + "}"),
            "MISSING_FIELD /currency");
  EXPECT_EQ(Short(R"({"op":"terms","sentence":"en"})"), "MISSING_FIELD /terms");
}

TEST(Eval, RemarksOnADiscountThatEndsAfterTheDueDate) {
  for (const std::string days : {"9", "10", "11"}) {
    const std::string answer =
        Short(R"({"op":"due_dates","currency":"EUR","terms":"2/10 net )" +
              days + R"(","date":"2026-01-10","amount":"1000.00"})");
    EXPECT_EQ(answer.find(R"("amount":"980.00","after_due":true})") !=
                  std::string::npos,
              days == "9")
        << answer;
  }
}

// The figures are those of tests/terms/payment_options_test.cc.
TEST(Eval, PaymentOptions) {
  const std::string request =
      R"({"op":"payment_options","currency":"EUR","terms":"2/10 net 30",)"
      R"("date":"2026-01-10","amount":"1000.00")";
  const std::string early =
      R"({"installments":[{"due":"2026-02-09","amount":"1000.00","options":[)"
      R"({"by":"2026-01-20","pay":"980.00","discount":"20.00",)"
      R"("charges":"0.00"},{"by":"2026-02-09","pay":"1000.00",)"
      R"("discount":"0.00","charges":"0.00"})";
  const std::string assumed =
      R"("terms":"2/10 net 30","rounding":"half up","residual":"last",)"
      R"("excess":"refuse","discount_base":"gross"})";
  EXPECT_EQ(Short(request + "}"), early + R"(]}],"assumed":{)" + assumed + "}");
  const std::string policy =
      R"(,"policy":{"interest":{"rates":[{"from":"2026-01-01","rate":"8%"}],)"
      R"("source":"X","version":"1","known_through":"2026-03-11",)"
      R"("unknown_rate":"provisional","day_count":"act/365f",)"
      R"("compounding":"simple","rounding":"half up"},)"
      R"("compensation":[{"from":"0.00","amount":"40.00"}]},)"
      R"("late":["2026-03-11","2026-04-10"]})";
  EXPECT_EQ(Short(request + policy),
            early +
                R"(,{"by":"2026-03-11","pay":"1046.58","discount":"0.00",)"
                R"("charges":"46.58"},{"by":"2026-04-10","pay":"1053.15",)"
                R"("discount":"0.00","charges":"53.15"}]}],"assumed":{)"
                R"("regime":"per booking","source":"X","version":"1",)"
                R"("known_through":"2026-03-11","provisional":true,)" +
                assumed + "}");
  const struct {
    std::string_view rest, error;
  } rows[] = {
      {R"(,"late":["2026-03-11"]})", "CONTEXT_REQUIRED /policy"},
      {R"(,"policy":{}})", "CONFLICT /policy"},
      {R"(,"policy":{},"late":["2026-02-09"]})", "OUT_OF_ORDER /late/0"},
      {R"(,"policy":{},"late":["2026-03-11","2026-03-11"]})",
       "OUT_OF_ORDER /late/1"},
      {R"(,"policy":{"fees":[{}]},"late":["2026-03-11"]})",
       "MISSING_FIELD /policy/fees/0/basis"},
      {R"(,"policy":{"grace_days":3,"interest":{"rate":"8%","day_count":"act/365f","compounding":"simple","rounding":"half up"}},"late":["2026-03-11"]})",
       "UNSPECIFIED /policy/interest_start"},
      {R"(,"on":"2026-03-11"})", "UNKNOWN_FIELD /on"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Short(request + std::string(row.rest)), row.error) << row.rest;
  }
}

// 40.00 GBP at 0.80 are 50.00 EUR, as in tests/terms/payment_options_test.cc.
TEST(Eval, PaymentOptionsWithAFixedSumInAnotherCurrency) {
  const std::string request =
      R"({"op":"payment_options","currency":"EUR","terms":"net 30",)"
      R"("date":"2026-01-10","amount":"1000.00","policy":{)"
      R"("compensation_terms":{"tables":[{"amount_currency":"GBP","tiers":)"
      R"([{"from":"0.00","amount":"40.00"}]}],"rounding":"half up",)"
      R"("fx_day":"falls due"}})";
  const std::string fx =
      R"(,"fx":{"id":"by hand","rows":[{"date":"2026-02-10","base":"EUR",)"
      R"("quote":"GBP","rate":"0.80"}]})";
  const std::string late = R"(,"late":["2026-03-11"]})";
  EXPECT_EQ(Short(request + late), "RATE_UNKNOWN /fx");
  EXPECT_EQ(Short(request + fx + "}"), "CONFLICT /policy");
  const std::string answer = Short(request + fx + late);
  EXPECT_NE(answer.find(R"({"by":"2026-03-11","pay":"1050.00",)"
                        R"("discount":"0.00","charges":"50.00"})"),
            std::string::npos)
      << answer;
}

TEST(Eval, CodesOfTheUn) {
  EXPECT_EQ(Short(R"({"op":"terms","terms":"2/10 net 30","codes":true})"),
            R"({"terms":"2/10 net 30","codes":[{"code":"1","name":"basic"},)"
            R"({"code":"22","name":"discount"}]})");
  const struct {
    std::string_view of, row;
  } names[] = {
      {"payment terms code", R"({"name":"discount","aliases":["22"]})"},
      {"payment means code",
       R"({"name":"sepa credit transfer","aliases":["58"]})"},
  };
  for (const auto& [of, row] : names) {
    EXPECT_NE(
        Short(R"({"op":"names","of":")" + std::string(of) + R"("})").find(row),
        std::string::npos)
        << of;
  }
}

TEST(Eval, CostsOfTerms) {
  const struct {
    std::string_view request, costs;
  } kRows[] = {
      // 2/98 * 365/20 is 73/196; 1.44585... to 50 digits by Python's decimal.
      {R"({"op":"terms","terms":"2/10 net 30","annual_cost":true})",
       R"([{"installment":1,"percent":"2%","days":20,"numerator":"73",)"
       R"("denominator":"196","simple":"37.24%","effective":"44.59%"}])"},
      {R"({"op":"terms","terms":"3/10 net 30","annual_cost":true,)"
       R"("year_days":360})",
       R"([{"installment":1,"percent":"3%","days":20,"numerator":"54",)"
       R"("denominator":"97","simple":"55.67%","effective":"73.02%"}])"},
      // 15 January to the end of 14 February: 34 days after the 25th.
      {R"({"op":"terms","terms":"10% 0d, rest 2/10 30d eom",)"
       R"("annual_cost":true,"date":"2026-01-15","decimals":0,)"
       R"("rounding":"up"})",
       R"([{"installment":2,"percent":"2%","days":34,"numerator":"365",)"
       R"("denominator":"1666","simple":"22%","effective":"25%"}])"},
      {R"({"op":"terms","terms":"2/30 net 30","annual_cost":true})",
       R"([{"installment":1,"percent":"2%","days":0}])"},
  };
  for (const auto& row : kRows) {
    const Json answer = Answer(row.request);
    ASSERT_NE(answer.Find("ok"), nullptr) << ToText(answer);
    EXPECT_EQ(ToText(*answer.Find("ok")->Find("annual_cost")), row.costs);
  }
}

TEST(Eval, EchoesTheIdAsItWas) {
  constexpr std::string_view kIds[] = {
      "7",    "-1.50", R"("a b")",
      "null", "true",  R"({"z":[1,{"a":null}],"y":2})"};
  for (const std::string_view id : kIds) {
    const std::string answer =
        Eval(R"({"op":"x","id":)" + std::string(id) + "}");
    EXPECT_TRUE(
        answer.starts_with(R"({"id":)" + std::string(id) + R"(,"error":)"))
        << answer;
  }
}

TEST(Eval, SaysWhatIsWrongWhere) {
  const struct {
    std::string_view request, error;
  } kRows[] =
      {
          // 1. the document
          {"", "MALFORMED "},
          {"{}{}", "MALFORMED "},
          {"[]", "WRONG_TYPE "},
          {R"({"op":"x","op":"x"})", "DUPLICATE_FIELD /op"},
          // 2. op
          {"{}", "MISSING_FIELD /op"},
          {R"({"op":null})", "MISSING_FIELD /op"},
          {R"({"op":1})", "WRONG_TYPE /op"},
          {R"({"op":"Names"})", "UNKNOWN_NAME /op"},
          // 3. explain
          {R"({"op":"names","explain":"yes","of":3})", "WRONG_TYPE /explain"},
          // 4. fields in the order of the table, before unknown fields
          {R"({"op":"names","of":3,"x":1})", "WRONG_TYPE /of"},
          {R"({"op":"names","of":"x"})", "UNKNOWN_NAME /of"},
          {R"({"op":"day_count","zzz":1})", "MISSING_FIELD /day_count"},
          {R"({"op":"day_count","day_count":"30/360","start":1})",
           "AMBIGUOUS_NAME /day_count"},
          {R"({"op":"day_count","day_count":"","start":1})",
           "UNSPECIFIED /day_count"},
          {R"({"op":"day_count","day_count":"act/360","start":20260131})",
           "WRONG_TYPE /start"},
          {R"({"op":"day_count","day_count":"act/360","start":null})",
           "WRONG_TYPE /start"},
          {R"({"op":"day_count","day_count":"act/360","start":"2026-02-29"})",
           "DATE_INVALID /start"},
          {R"({"op":"day_count","day_count":"act/360","start":"2026-2-9"})",
           "MALFORMED /start"},
          {R"({"op":"schedule","start":"2026-01-31","count":"3"})",
           "WRONG_TYPE /count"},
          {R"({"op":"schedule","start":"2026-01-31","count":3.0})",
           "OUT_OF_RANGE /count"},
          {R"({"op":"schedule","start":"2026-01-31","count":0})",
           "OUT_OF_RANGE /count"},
          {R"({"op":"schedule","start":"2026-01-31","count":1e2})",
           "OUT_OF_RANGE /count"},
          {R"({"op":"accrue","currency":"EUR","balance":1000.00})",
           "WRONG_TYPE /balance"},
          {R"({"op":"accrue","currency":"EUR","balance":"1000.001"})",
           "TOO_MANY_DIGITS /balance"},
          {R"({"op":"accrue","currency":"JPY","balance":"1000.0"})",
           "TOO_MANY_DIGITS /balance"},
          {R"({"op":"accrue","currency":"EUR","balance":"1,000.00"})",
           "MALFORMED /balance"},
          {R"({"op":"accrue","currency":"eur","balance":"x"})",
           "UNKNOWN_NAME /currency"},
          {R"({"op":"late_charges","currency":"EUR","statute":"xx"})",
           "UNKNOWN_NAME /statute"},
          {R"({"op":"late_charges","statute":"de"})", "MISSING_FIELD /due"},
          {R"({"op":"late_charges","statute":"de","performance":"2026-01-01"})",
           "CONTEXT_REQUIRED /invoice"},
          {R"({"op":"late_charges","statute":"eu","due":"2026-01-01"})",
           "TEMPLATE_ONLY /statute"},
          {R"({"op":"late_charges","statute":"uk","due":"2026-01-01",)"
           R"("parties":"b2c"})",
           "CONFLICT /statute"},
          {R"({"op":"late_charges","statute":"dk","due":"2026-01-01"})",
           "UNSPECIFIED /day_count"},
          {R"({"op":"late_charges","statute":"uk","policy":{},"due":"2026-01-01",)"
           R"("as_of":"2026-01-01","amount":"1.00"})",
           "CONFLICT /policy"},
          {R"({"op":"late_charges","policy":{},"due":"2026-01-01","told":true,)"
           R"("as_of":"2026-01-01","amount":"1.00","currency":"EUR"})",
           "CONFLICT /told"},
          {R"({"op":"limitation","law":"xx"})", "UNKNOWN_NAME /law"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"fees":[{}]}})",
           "MISSING_FIELD /policy/fees/0/basis"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"fees":[7]}})",
           "WRONG_TYPE /policy/fees/0"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"interest":{"rate":"8"}}})",
           "MALFORMED /policy/interest/rate"},
          {R"({"op":"terms"})", "MISSING_FIELD /terms"},
          {R"({"op":"terms","terms":{"lines":[{"due":"30d"}]}})",
           "MISSING_FIELD /currency"},
          {R"({"op":"terms","terms":"net 30","currency":"EUR"})",
           "CONFLICT /currency"},
          {R"({"op":"terms","terms":"net 30","sentence":"it"})",
           "UNKNOWN_NAME /sentence"},
          {R"({"op":"terms","terms":"net 30","date":"2026-01-31"})",
           "CONFLICT /date"},
          {R"({"op":"terms","terms":"2/10 net eom","annual_cost":true})",
           "MISSING_FIELD /date"},
          {R"({"op":"terms","terms":"100/10 net 30","annual_cost":true})",
           "OUT_OF_RANGE /terms"},
          {R"({"op":"due_dates","currency":"EUR","terms":"net 30","date":"2026-01-31","amount":"1.00","calendar":"TARGET2"})",
           "CONFLICT /calendar"},
          {R"({"op":"due_dates","currency":"EUR","terms":"10bd","date":"2026-01-31","amount":"1.00","calendar":"TARGET2","calendars":[{"id":"X","version":"1","first":"2026-01-01","last":"2026-12-31"}]})",
           "CONFLICT /calendars"},
          {R"({"op":"due_dates","currency":"EUR","terms":"10bd roll(following, TARGET2) ","date":"2026-01-31","amount":"1.00"})",
           "CONTEXT_REQUIRED /calendar"},
          {R"({"op":"due_dates","currency":"EUR","terms":"10bd(T3) ","date":"2026-01-31","amount":"1.00"})",
           "CONTEXT_REQUIRED /calendar"},
          {R"({"op":"due_dates","currency":"EUR","terms":"net 30","date":"2026-01-31","amount":"1.00","partial":"none"})",
           "CONFLICT /partial"},
          {R"({"op":"due_dates","currency":"EUR","terms":"net 30","date":"2026-01-31","amount":"1.00","payments":[]})",
           "CONFLICT /payments"},
          {R"({"op":"due_dates","currency":"EUR","terms":"net 30","date":"2026-01-31","amount":"1.00","on":"2026-02-01","payments":[{"date":"2026-02-01","amount":"1.00","installment":2}]})",
           "OUT_OF_RANGE /payments/0/installment"},
          {R"({"op":"due_dates","currency":"EUR","terms":"net 30","date":"2026-01-31","amount":"1.00","on":"2026-02-01","payments":[{"date":"2026-02-02","amount":"1.00"}]})",
           "OUT_OF_ORDER /payments"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"due":"30d","discounts":[{"amount":"1.00","base":"net","within":"5d"}]}]}})",
           "CONFLICT /terms/lines/0/discounts/0/base"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"due":"30d"},{"due":"30d","chained":true,"baseline":["order"]}]}})",
           "CONFLICT /terms/lines/1/baseline"},
          {R"({"op":"day_count","day_count":"act/360","start":"2026-01-31","end":"2026-03-31","calendar":"TARGET2"})",
           "CONFLICT /calendar"},
          {R"({"op":"business_day","calendar":"XX","date":"2026-01-01"})",
           "UNKNOWN_NAME /calendar"},
          {R"({"op":"business_day","calendar":"TARGET2","date":"2026-01-01"})",
           "MISSING_FIELD /convention"},
          // 5. unknown fields, then fields without use
          {R"({"op":"names","~a/b":1})", "UNKNOWN_FIELD /~0a~1b"},
          {R"({"op":"day_count","day_count":"act/360","start":"2026-01-31","end":"2026-01-30","rate":"1%"})",
           "UNKNOWN_FIELD /rate"},
          {R"({"op":"business_day","calendar":{"id":"a","version":"1","first":"2026-01-01","last":"2026-01-31","weekends":[]},"date":"2026-01-01"})",
           "UNKNOWN_FIELD /calendar/weekends"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"due":"30d","rounding":"up"}]}})",
           "CONFLICT /terms/lines/0/rounding"},
          {R"({"op":"business_day","calendar":"TARGET2","date":"2026-01-01","advance":1,"convention":"following"})",
           "CONFLICT /advance"},
          {R"({"op":"schedule","start":"2026-01-31","frequency":"P1M","count":3,"calendar":"TARGET2"})",
           "CONFLICT /calendar"},
          {R"({"op":"schedule","start":"2026-01-31","frequency":"P1M","count":3,"convention":"unadjusted","calendar":"TARGET2"})",
           "CONFLICT /calendar"},
          {R"({"op":"amortize","method":"level","principal":"100.00","currency":"USD","rate":"7%","day_count":"act/360","start":"2026-01-01","frequency":"P1M","count":6,"rounding":"half even","residual":"last","calendar":"TARGET2"})",
           "CONFLICT /calendar"},
          {R"({"op":"amortize","method":"level","principal":"100.00","currency":"USD","rate":"7%","day_count":"act/360","start":"2026-01-01","frequency":"P1M","count":6,"rounding":"half even","residual":"last","accrue_to":"adjusted"})",
           "CONFLICT /accrue_to"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"fees":[{"basis":"flat","amount":"5.00","rounding":"up"}]}})",
           "CONFLICT /policy/fees/0/rounding"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"cap":{"amount":"5.00","rounding":"up","action":"clip"}}})",
           "CONFLICT /policy/cap/rounding"},
          // 6. the operation
          {R"({"op":"due_dates","currency":"EUR","terms":"net 30","date":"2026-01-31","amount":"1.00","net_amount":"-1.00"})",
           "OUT_OF_RANGE /net_amount"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"fees":[{"basis":"flat","amount":"92233720368547758.07","every":"P1D","max_count":2}]},"amount":"1.00","due":"2026-01-31","as_of":"2026-03-31"})",
           "OVERFLOW /policy/fees"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"fees":[{"basis":"flat","amount":"0.01"}]},"amount":"92233720368547758.07","due":"2026-01-31","as_of":"2026-03-31"})",
           "OVERFLOW /amount"},
          {R"({"op":"day_count","day_count":"act/360","start":"2026-01-31","end":"2026-01-30"})",
           "END_BEFORE_START /end"},
          {R"({"op":"schedule","start":"2026-01-31","frequency":"P1M"})",
           "MISSING_FIELD /end"},
          // Paths are the request's own, not the ones of the C++ types.
          {R"({"op":"schedule","start":"2026-01-31","frequency":"P1D","end":"9999-12-31"})",
           "LIMIT_EXCEEDED /end"},
          {R"({"op":"amortize","method":"level","principal":"92233720368547758.07","currency":"USD","rate":"7%","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","count":6,"rounding":"half even","residual":"last"})",
           "OVERFLOW /principal"},
          {R"({"op":"accrue","currency":"EUR","balance":"1.00","start":"2026-01-01","end":"2026-02-01","rates":[]})",
           "MISSING_FIELD /rates"},
          {R"({"op":"accrue","currency":"EUR","balance":"1.00","start":"2026-01-01","end":"2026-02-01","rates":[{"from":"2026-01-01","rate":"1%"},{"from":"2026-01-01","rate":"2%"}]})",
           "OUT_OF_ORDER /rates/1/from"},
          {R"({"op":"accrue","currency":"EUR","balance":"1.00","start":"2026-01-01","end":"2026-02-01","rate":"1%","margin":"1%/month"})",
           "CONFLICT /margin"},
          {R"({"op":"late_charges","currency":"EUR","policy":{"interest":{"rate":"1%","cap":"1%/month"}}})",
           "CONFLICT /policy/interest/cap"},
          {R"({"op":"due_dates","currency":"EUR","terms":"10bd","date":"2026-01-31","amount":"1.00"})",
           "CONTEXT_REQUIRED /calendar"},
          {R"({"op":"due_dates","currency":"EUR","terms":"200% 5d","date":"2026-01-31","amount":"1.00"})",
           "OUT_OF_RANGE /terms"},
          {R"({"op":"due_dates","currency":"EUR","terms":"2/10 net 30","date":"9999-12-31","amount":"1.00"})",
           "DATE_OUT_OF_RANGE /terms"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"due":"30d","discounts":[{"percent":"200%","within":"5d"}]}]},"date":"2026-01-31","amount":"1.00"})",
           "OUT_OF_RANGE /terms/lines/0/discounts/0/percent"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"share":"percent","percent":"200%","due":"30d"}]},"date":"2026-01-31","amount":"1.00"})",
           "OUT_OF_RANGE /terms/lines/0/percent"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"due":"30d"}]},"date":"9999-12-31","amount":"1.00"})",
           "DATE_OUT_OF_RANGE /terms/lines/0/due"},
          {R"({"op":"due_dates","currency":"EUR","terms":"2/10 net 30","date":"2026-01-31","amount":"1.00","discount_base":"net"})",
           "CONTEXT_REQUIRED /net_amount"},
          // A share's figure is neither assumed nor dropped.
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"percent":"30%","due":"0d"},{"due":"30d"}]}})",
           "CONFLICT /terms/lines/0/percent"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"share":"percent","due":"0d"},{"due":"30d"}]}})",
           "MISSING_FIELD /terms/lines/0/percent"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"share":"fixed","amount":"1.00","percent":"30%","due":"0d"}]}})",
           "CONFLICT /terms/lines/0/percent"},
          {R"({"op":"due_dates","currency":"EUR","terms":{"lines":[{"share":"percent","percent":"1%","weight":2,"due":"0d"}]}})",
           "CONFLICT /terms/lines/0/weight"},
          // 6. what is wrong with a payment request
          {R"({"op":"reference","kind":"kid","base":"1"})",
           "AMBIGUOUS_NAME /kind"},
          {R"({"op":"reference","kind":"rf"})", "MISSING_FIELD /reference"},
          {R"({"op":"reference","kind":"rf","base":"7","reference":"RF097"})",
           "CONFLICT /base"},
          {R"({"op":"reference","kind":"rf","base":"A-1"})", "MALFORMED /base"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","count":6,"convention":"following","calendar":"TARGET2"})",
           "UNSPECIFIED /accrue_to"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","count":6,"start_convention":"following","calendar":"TARGET2"})",
           "UNSPECIFIED /accrue_to"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","end":"2026-06-10","stub":"both","first_due":"2026-03-01"})",
           "CONTEXT_REQUIRED /stub"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","end":"2026-06-10","stub":"both","first_due":"2026-03-01","last_regular_due":"2026-07-01"})",
           "OUT_OF_ORDER /last_regular_due"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1D","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","count":10000,"down_payment":"1.00"})",
           "LIMIT_EXCEEDED /count"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1D","rounding":"half even","residual":"last","principal":"3600.00","rate":"10%","end":"2099-01-01"})",
           "LIMIT_EXCEEDED /end"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","count":6,"rates":[{"from":"2025-01-01","rate":"7%"}],"rate_change":"foreseen","reset_rows":2,"reset_cap":"1%/month"})",
           "CONFLICT /reset_cap"},
          {R"({"op":"amortize","method":"level","currency":"EUR","day_count":"act/360","start":"2026-01-31","frequency":"P1M","rounding":"half even","residual":"last","principal":"3600.00","count":6,"rates":[{"from":"2025-01-01","rate":"7%"}],"rate_change":"foreseen","reset_rows":2,"reset_floor":"1%/month"})",
           "CONFLICT /reset_floor"},
          {R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6,"step_percent":"3%"})",
           "CONFLICT /step_percent"},
          {R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6,"off_season":"waived"})",
           "CONFLICT /off_season"},
          {R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6,"months":["may"]})",
           "UNSPECIFIED /off_season"},
          {R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6,"tax_on_fees":"101%"})",
           "OUT_OF_RANGE /tax_on_fees"},
          {R"({"op":"amortize","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6,"row_terms":[{"first":6,"last":7,"pays":"interest"}]})",
           "OUT_OF_RANGE /row_terms/0/last"},
          {R"({"op":"solve","unknown":"count","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%"})",
           "MISSING_FIELD /payment"},
          {R"({"op":"solve","unknown":"count","payment":"17.00","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":6})",
           "CONFLICT /count"},
          {R"({"op":"verify","method":"level","currency":"USD","day_count":"30/360 isda","start":"2026-01-01","frequency":"P1M","rounding":"half even","residual":"last","principal":"100.00","rate":"7%","count":1,"rows":[{"due":"2026-02-01"}]})",
           "MISSING_FIELD /rows/0/opening"},
          {R"({"op":"iban","iban":"DE88370400440532013000"})",
           "SUM_MISMATCH /iban"},
          {R"({"op":"payment_request","creditor":" ","iban":"DE89370400440532013000"})",
           "UNSPECIFIED /creditor"},
          {R"({"op":"payment_request","creditor":"A","iban":"DE89370400440532013000","base":"7","text":"x"})",
           "CONFLICT /text"},
          {R"({"op":"payment_request","creditor":"A","iban":"DE89370400440532013000","reference_kind":"rf"})",
           "CONFLICT /reference_kind"},
          {R"({"op":"payment_request","creditor":"A","iban":"DE89370400440532013000","amount":"0.00"})",
           "OUT_OF_RANGE /amount"},
          {R"({"op":"payment_request","creditor":"A","iban":"DE89370400440532013000","means":"59"})",
           "CONFLICT /means"},
          {R"({"op":"structured_terms","currency":"EUR"})",
           "MISSING_FIELD /text"},
          {R"({"op":"structured_terms","currency":"EUR","text":"","terms":"net 30"})",
           "CONFLICT /text"},
          {R"({"op":"structured_terms","currency":"EUR","terms":"net 30","due":"3d"})",
           "CONFLICT /due"},
          {R"({"op":"structured_terms","currency":"EUR","text":"#SKONTO#"})",
           "MALFORMED /text"},
          {R"({"op":"structured_terms","currency":"EUR","lines":[{"percent":"1%"}]})",
           "MISSING_FIELD /lines/0/days"},
          {R"({"op":"structured_terms","currency":"EUR","lines":[{"days":1,"percent":"1.125%"}]})",
           "TOO_MANY_DIGITS /lines/0/percent"},
          {R"({"op":"structured_terms","currency":"EUR","terms":"50% eom 30d, rest 3d"})",
           "UNSUPPORTED /terms"},
      };
  for (const auto& row : kRows) {
    EXPECT_EQ(Short(row.request), row.error) << row.request << "\n"
                                             << Eval(row.request);
  }
}

// What has a use is read: business days count, or are rolled to.
TEST(Eval, ReadsACalendarThatDatesDependOn) {
  constexpr std::string_view kRows[] = {
      R"({"op":"schedule","start":"2026-01-31","frequency":"P1M","count":3,"roll":"last business day","calendar":"TARGET2"})",
      R"({"op":"schedule","start":"2026-01-31","frequency":"P1M","count":3,"end_convention":"following","calendar":"TARGET2"})",
      R"({"op":"amortize","method":"level","principal":"100.00","currency":"USD","rate":"7%","day_count":"bus/252","start":"2026-01-01","frequency":"P1M","count":6,"rounding":"half even","residual":"last","calendar":"TARGET2"})",
  };
  for (const std::string_view row : kRows) {
    EXPECT_NE(Eval(row).find(R"("calendar":{"id":"TARGET2")"),
              std::string::npos)
        << Eval(row);
  }
}

TEST(Eval, AssumesWhatTermsLeaveOpen) {
  EXPECT_EQ(ToText(*Answer(kGood[5]).Find("ok")->Find("assumed")),
            R"({"terms":"2/10 net 30","rounding":"half up",)"
            R"("residual":"last","excess":"refuse","discount_base":"gross"})");
}

// A policy read once is the one that the operation reads.
TEST(Eval, ReadsAPolicyOnItsOwn) {
  const Json request = *ParseJson(kGood[8]);
  const Currency eur = Currency::Of("EUR");
  const auto policy = ReadLatePaymentPolicy(*request.Find("policy"), eur);
  ASSERT_TRUE(policy.ok());
  const auto charges = ComputeLateCharges(
      {.policy = *policy,
       .invoice = {Money(100000, eur), *Date::Make(2026, 1, 31)},
       .payments = {{*Date::Make(2026, 3, 1), Money(40000, eur)}},
       .apply_to = ApplyTo::kInterestFirst,
       .as_of = *Date::Make(2026, 4, 15)});
  ASSERT_TRUE(charges.ok());
  Json explained = request;
  explained.Set("explain", true);
  const Json answer = Answer(ToText(explained));
  std::vector<std::string> said;
  for (const Json& line : answer.Find("ok")->Find("because")->items()) {
    said.push_back(line.text());
  }
  EXPECT_EQ(ExplainLateCharges(*charges, *Date::Make(2026, 4, 15)), said);
  EXPECT_EQ(
      FieldOf(
          ReadLatePaymentPolicy(*ParseJson(R"({"grace":1})"), eur).status()),
      "/policy/grace");
  EXPECT_EQ(FieldOf(ReadLatePaymentPolicy(Json(), eur, "/p").status()), "/p");
}

// An error has the field that the request has, in the short form and the long.
TEST(Eval, LateChargesErrorsHaveTheRequestsFields) {
  const struct {
    const char* policy;
    const char* field;
    const char* said;
  } kRows[] = {
      {"{}", "/invoice/amount", "/amount"},
      {"{}", "/policy/interest/rule/rest", "/policy/interest/rest"},
      {R"({"compensation":[]})", "/policy/compensation/tables/0/tiers/1/from",
       "/policy/compensation/1/from"},
      {R"({"compensation_terms":{}})", "/policy/compensation/tables/1/since",
       "/policy/compensation_terms/tables/1/since"},
      {R"({"cap":{}})", "/policy/caps/0/amount", "/policy/cap/amount"},
      {R"({"caps":[]})", "/policy/caps/0/amount", "/policy/caps/0/amount"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(
        FieldOf(LateChargesError(Error(Reason::kOutOfRange, row.field, ""),
                                 *ParseJson(row.policy))),
        row.said);
  }
}

// The figures are those of tests/terms/late_charges_rules_test.cc.
TEST(Eval, LateChargesByRule) {
  const std::string head =
      R"({"op":"late_charges","currency":"EUR","amount":"1000.00",)";
  const std::string interest =
      R"("interest":{"rate":"0.1%/day","day_count":"act/365f",)"
      R"("compounding":"simple","rounding":"half even")";
  const struct {
    const char* what;
    std::string request;
    const char* name;
    const char* value;
  } kRows[] = {
      {"the contract's own rate",
       head + R"("due":"2024-01-31","as_of":"2024-02-20","policy":{)" +
           interest + R"(,"contract":{"rate":"0.05%/day","mode":"add on"}}}})",
       "contract_interest", R"("10.00")"},
      {"a minimum",
       head + R"("due":"2024-01-31","as_of":"2024-02-03","policy":{)" +
           interest + R"(,"minimum":"5.00"}}})",
       "to_minimum", R"("2.00")"},
      {"a smallest claim",
       head + R"("due":"2024-01-31","as_of":"2024-02-01","policy":{)" +
           interest + R"(,"minimum_claim":"1.01"}}})",
       "below_minimum", R"("1.00")"},
      {"a pause",
       head +
           R"("due":"2024-01-31","as_of":"2024-02-20","pauses":[{"start":)"
           R"("2024-02-11","end":"2024-02-16","reason":"dispute"}],"policy":{)" +
           interest + "}}}",
       "interest", R"("15.00")"},
      {"installments",
       head +
           R"("installments":[{"due":"2024-01-31","amount":"600.00"},)"
           R"({"due":"2024-02-10","amount":"400.00"}],"as_of":"2024-02-20",)"
           R"("policy":{)" +
           interest + "}}}",
       "interest", R"("16.00")"},
      {"a notice",
       head + R"("due":"2024-01-31","as_of":"2024-02-20","notices":[{"date":)"
              R"("2024-02-10","level":2}],"policy":{"fees":[{"basis":"flat",)"
              R"("amount":"5.00","trigger":"notice","level":2}]}})",
       "fees", R"("5.00")"},
      {"tiers",
       head + R"("due":"2024-01-31","as_of":"2024-02-20","policy":{"fees":)"
              R"([{"basis":"overdue principal","rounding":"up","tiers":[)"
              R"({"amount":"5.00"},{"from":"500.00","percent":"3%"}]}]}})",
       "fees", R"("30.00")"},
      {"a returned payment",
       head +
           R"("due":"2024-01-31","as_of":"2024-02-05","payments":[{"date":)"
           R"("2024-01-31","amount":"1000.00","returned":"2024-02-05"}],)"
           R"("apply_to":"principal first","policy":{"fees":[{"basis":"flat",)"
           R"("amount":"7.50","trigger":"returned payment"}]}})",
       "total", R"("7.50")"},
      {"another currency",
       head +
           R"("due":"2026-03-10","as_of":"2026-03-11","fx":{"id":"x",)"
           R"("rows":[{"date":"2026-02-27","base":"EUR","quote":"PLN",)"
           R"("rate":"4.3434"}],"known_through":"2026-03-01"},"policy":)"
           R"({"compensation_terms":{"rounding":)"
           R"("half up","fx_day":"end of last month","tables":[{)"
           R"("from_currency":"PLN","tiers":[{"from":"0.00","amount":"40.00"},)"
           R"({"from":"4343.40","amount":"70.00"}]}]}}})",
       "compensation", R"("70.00")"},
      {"a cap",
       head +
           R"("due":"2024-01-31","as_of":"2024-02-20","policy":{"fees":)"
           R"([{"basis":"flat","amount":"7.00"}],"caps":[{"scope":"each fee",)"
           R"("rule":"law","amount":"5.00","action":"report"}]}})",
       "excesses",
       R"([{"scope":"each fee","rule":"law","action":"report",)"
       R"("limit":"5.00","charged":"7.00","over":"2.00"}])"},
      {"a ceiling",
       head +
           R"("due":"2024-01-31","as_of":"2024-02-20","policy":{"interest":)"
           R"({"rate":"0.1%/day","ceiling":{"rate":"0.05%/day",)"
           R"("rule":"usury"},"day_count":"act/365f","compounding":"simple","rounding":)"
           R"("half even"}}})",
       "over_ceiling",
       R"([{"segment":0,"rule":"usury","limit":"0.05%/day",)"
       R"("charged":"0.1%/day"}])"},
      {"the state",
       head + R"("due":"2024-01-31","as_of":"2024-02-20","policy":{)"
              R"("delinquency_days":10}})",
       "state", R"("delinquent")"},
      {"a frozen rate",
       head + R"("due":"2024-01-31","as_of":"2024-02-20","policy":{"interest":)"
              R"({"rates":[{"from":"2024-01-01","rate":"0.1%/day"},{"from":)"
              R"("2024-02-05","rate":"9%/day"}],"fixing":"frozen","day_count":)"
              R"("act/365f","compounding":"simple","rounding":"half even"}}})",
       "interest", R"("20.00")"},
  };
  for (const auto& row : kRows) {
    const Json answer = Answer(row.request);
    const Json* ok = answer.Find("ok");
    ASSERT_NE(ok, nullptr) << row.what << ": " << ToText(answer);
    const Json* value = ok->Find(row.name);
    ASSERT_NE(value, nullptr) << row.what << ": " << ToText(answer);
    EXPECT_EQ(ToText(*value), row.value) << row.what;
  }
}

// Late Payment of Commercial Debts (Interest) Act 1998 s.4(2), s.5A: 274 days
// at a frozen 11.50 %; a rate that floats is another reading.
TEST(Eval, ChargesUnderAStatute) {
  const Json answer =
      Answer(R"({"op":"late_charges","statute":"uk","amount":"10000.00",)"
             R"("due":"2023-05-31","as_of":"2024-02-29","explain":true})");
  const Json* ok = answer.Find("ok");
  ASSERT_NE(ok, nullptr);
  EXPECT_EQ(ok->Find("interest")->text(), "863.29");
  EXPECT_EQ(ok->Find("compensation")->text(), "100.00");
  EXPECT_EQ(ok->Find("segments")->items()[0].Find("rate")->text(), "11.5%");
  const Json& law = *ok->Find("statute");
  EXPECT_EQ(law.Find("id")->text(), "uk-lpcda-b2b");
  EXPECT_EQ(law.Find("version")->text(), "2013-03-16");
  EXPECT_EQ(law.Find("known_through")->text(), "2026-06-30");
  EXPECT_TRUE(law.Find("weak")->items().empty());
  const Json& assumed = *ok->Find("assumed");
  EXPECT_EQ(assumed.Find("currency")->text(), "GBP");
  EXPECT_EQ(assumed.Find("contract_date")->text(), "2023-05-31");
  EXPECT_EQ(assumed.Find("parties")->text(), "b2b");
  EXPECT_EQ(assumed.Find("source")->text(), "uk_late_payment_reference");
  const Json& other = ok->Find("other_readings")->items()[0];
  EXPECT_EQ(other.Find("fixing")->text(), "floating");
  EXPECT_EQ(other.Find("interest")->text(), "967.67");
}

// A rate that the caller reads otherwise than the law is not passed off as the
// law's.
TEST(Eval, SaysWhereARequestDepartsFromTheLaw) {
  constexpr std::string_view kFloats =
      R"({"op":"late_charges","statute":"uk","amount":"10000.00",)"
      R"("due":"2023-05-31","as_of":"2024-02-29","fixing":"floating"})";
  const Json answer = Answer(kFloats);
  const Json* ok = answer.Find("ok");
  ASSERT_NE(ok, nullptr);
  EXPECT_EQ(ok->Find("interest")->text(), "967.67");
  EXPECT_EQ(ok->Find("statute")->Find("replaced_fixing")->text(), "frozen");
}

// What is recalled is marked in every answer, asked for or not.
TEST(Eval, MarksWhatIsWeak) {
  const Json answer = Answer(
      R"({"op":"late_charges","statute":"be","contract_date":"2012-01-01",)"
      R"("amount":"100.00","due":"2025-06-30","as_of":"2025-12-31"})");
  const auto& weak = answer.Find("ok")->Find("statute")->Find("weak")->items();
  ASSERT_EQ(weak.size(), 1u);
  EXPECT_EQ(weak[0].Find("fact")->text(), "interest");
  EXPECT_EQ(weak[0].Find("confidence")->text(), "memory");
}

// A law may come with the request, as docs/adding-a-statute.md has it.
TEST(Eval, ReadsAStatuteFromItsText) {
  Json request = *ParseJson(
      R"({"op":"late_charges","amount":"1000.00","due":"2023-12-31",)"
      R"("as_of":"2024-06-30"})");
  request.Set("statute", FileText("tests/statute/made_up/xx-example.toml"));
  const Json answer = Answer(ToText(request));
  ASSERT_NE(answer.Find("ok"), nullptr) << ToText(answer);
  EXPECT_EQ(answer.Find("ok")->Find("interest")->text(), "62.33");
  EXPECT_EQ(answer.Find("ok")->Find("compensation")->text(), "70.00");
}

// It may take the name of a built-in one, and then says so.
TEST(Eval, SaysThatALawStandsInPlaceOfABuiltInOne) {
  Json request = *ParseJson(
      R"({"op":"late_charges","amount":"1000.00","due":"2023-12-31",)"
      R"("as_of":"2024-06-30","explain":true})");
  std::string law = FileText("tests/statute/made_up/xx-example.toml");
  request.Set("statute", law);
  const Json own = Answer(ToText(request));
  const Json* statute = own.Find("ok")->Find("statute");
  EXPECT_TRUE(statute->Find("loaded")->flag());
  EXPECT_EQ(statute->Find("in_place_of"), nullptr);
  law.replace(law.find("xx-example"), 10, "fr");
  (void)request.Take("statute");
  request.Set("statute", law);
  const Json french = Answer(ToText(request));
  statute = french.Find("ok")->Find("statute");
  EXPECT_TRUE(statute->Find("loaded")->flag());
  EXPECT_EQ(statute->Find("in_place_of")->text(), "fr-l441-10");
  EXPECT_EQ(french.Find("ok")->Find("because")->items()[1].text(),
            "a law given with the request, in place of the built-in "
            "fr-l441-10");
  (void)request.Take("statute");
  request.Set("statute", "fr");
  const Json built_in = Answer(ToText(request));
  EXPECT_EQ(built_in.Find("ok")->Find("statute")->Find("loaded"), nullptr);
}

// 10,000.00 at 12.12 % for 184 days of 2023 is 610.98 by itself and in the
// rounded sum; 3.4575... of 2024-01-01 is 3.45 there: 1,138.16 - 1,134.71.
TEST(Eval, AnEquationOfARoundedSumSaysSo) {
  const Json answer =
      Answer(R"({"op":"late_charges","statute":"de","amount":"10000.00",)"
             R"("due":"2023-01-01","as_of":"2024-01-01","explain":true})");
  const auto& segments = answer.Find("ok")->Find("segments")->items();
  ASSERT_EQ(segments.size(), 3u);
  EXPECT_EQ(segments[1].Find("alone"), nullptr);
  EXPECT_EQ(segments[2].Find("interest")->text(), "3.45");
  EXPECT_EQ(segments[2].Find("alone")->text(), "3.46");
  const std::string text = ToText(answer);
  EXPECT_NE(text.find("10000.00 * 12.62% * 1/365 = 3.46; booked 3.45, as the "
                      "rounded sum goes from 1134.71 to 1138.16"),
            std::string::npos)
      << text;
  // 25 days of 1,000.00 at 8 %: 5.479..., or 25 * 0.22.
  const std::string daily = ToText(Answer(
      R"({"op":"late_charges","statute":"uk-county-s69","amount":"1000.00",)"
      R"("due":"2023-12-31","as_of":"2024-01-25","regime":"per day",)"
      R"("explain":true})"));
  EXPECT_NE(daily.find("1000.00 * 8% * 5/73 = 5.48; booked 5.50, 25 * 0.22"),
            std::string::npos)
      << daily;
}

// 500 * 11.5 % * 274/365 and 1,000 * 13.25 % * 60/365; 40.00 and 70.00.
TEST(Eval, InstallmentsUnderAStatute) {
  const std::string request =
      R"({"op":"late_charges","statute":"uk","amount":"1500.00",)"
      R"("installments":[{"due":"2023-05-31","amount":"500.00"},)"
      R"({"due":"2023-12-31","amount":"1000.00"}],"as_of":"2024-02-29")";
  const Json answer = Answer(request + R"(,"explain":true})");
  const Json* ok = answer.Find("ok");
  ASSERT_NE(ok, nullptr) << ToText(answer);
  EXPECT_EQ(ok->Find("interest")->text(), "64.94");
  EXPECT_EQ(ok->Find("compensation")->text(), "110.00");
  EXPECT_EQ(ok->Find("total")->text(), "174.94");
  const auto& parts = ok->Find("installments")->items();
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].Find("interest")->text(), "43.16");
  EXPECT_EQ(parts[0].Find("compensation")->text(), "40.00");
  EXPECT_EQ(parts[1].Find("interest")->text(), "21.78");
  EXPECT_EQ(parts[1].Find("compensation")->text(), "70.00");
  EXPECT_EQ(ok->Find("statute")->Find("compensation_per")->text(),
            "installment");
  EXPECT_EQ(ok->Find("assumed")->Find("contract_date")->text(), "2023-05-31");
  // Another reading floats the rate of each: 500 * (30 * 11.5 % + 184 * 13 % +
  // 60 * 13.25 %) / 365, and the second as above.
  EXPECT_EQ(ok->Find("other_readings")->items()[0].Find("interest")->text(),
            "70.16");
  const Json once = Answer(request + R"(,"compensation_per":"invoice"})");
  EXPECT_EQ(once.Find("ok")->Find("compensation")->text(), "70.00");
  EXPECT_EQ(Short(request + R"(,"due":"2023-05-31"})"),
            "CONFLICT /installments");
  EXPECT_EQ(Short(request + R"(,"invoice":"2023-05-01"})"),
            "CONFLICT /installments");
  EXPECT_EQ(Short(request + R"(,"told":true})"), "CONFLICT /told");
  EXPECT_EQ(Short(request + R"(,"notices":[{"date":"2024-01-31"}]})"),
            "CONFLICT /notices");
  EXPECT_EQ(Short(R"({"op":"late_charges","statute":"uk","amount":"1.00",)"
                  R"("due":"2023-05-31","as_of":"2024-02-29",)"
                  R"("compensation_per":"invoice"})"),
            "CONFLICT /compensation_per");
}

// Art. 5: 30 days at the NBP's 5.75 % plus 3.5 points, beside the total.
TEST(Eval, InterestBeforeTheDueDay) {
  const std::string request =
      R"({"op":"late_charges","statute":"pl","amount":"10000.00",)"
      R"("due":"2024-04-05","invoice":"2024-02-05","as_of":"2024-06-30",)"
      R"("before_due":true)";
  const Json answer = Answer(request + R"(,"performance":"2024-01-31"})");
  const Json* ok = answer.Find("ok");
  ASSERT_NE(ok, nullptr) << ToText(answer);
  const Json& early = *ok->Find("before_due");
  EXPECT_EQ(early.Find("interest")->text(), "76.03");
  EXPECT_EQ(early.Find("first")->text(), "2024-03-07");
  EXPECT_EQ(early.Find("last")->text(), "2024-04-05");
  EXPECT_EQ(early.Find("rate_source")->text(), "pl_nbp_decisions");
  EXPECT_EQ(early.Find("confidence")->text(), "verified");
  EXPECT_EQ(ok->Find("total")->text(), ok->Find("interest")->text());
  EXPECT_EQ(Short(request + "}"), "CONTEXT_REQUIRED /performance");
  EXPECT_EQ(Short(R"({"op":"late_charges","statute":"uk","amount":"1.00",)"
                  R"("due":"2024-04-05","as_of":"2024-06-30",)"
                  R"("before_due":true})"),
            "CONFLICT /before_due");
}

// The sum of a debt in another currency needs a rate of exchange; the interest
// does not: 1,200 * 11.5 % * 274/365. 1,032 GBP: 70 GBP are 81.40 EUR.
TEST(Eval, ADebtInAnotherCurrencyThanTheLaws) {
  const std::string request =
      R"({"op":"late_charges","statute":"uk","amount":"1200.00",)"
      R"("currency":"EUR","due":"2023-05-31","as_of":"2024-02-29")";
  const Json without = Answer(request + "}");
  const Json* ok = without.Find("ok");
  ASSERT_NE(ok, nullptr) << ToText(without);
  EXPECT_EQ(ok->Find("interest")->text(), "103.59");
  EXPECT_EQ(ok->Find("compensation_unknown")->Find("text")->text(),
            "no rate of exchange is given for EUR to GBP");
  const Json with =
      Answer(request +
             R"(,"fx":{"id":"x","known_through":"2024-12-31","rows":[{"date":)"
             R"("2023-06-01","base":"EUR","quote":"GBP","rate":"0.86"}]}})");
  EXPECT_EQ(with.Find("ok")->Find("compensation")->text(), "81.40");
  EXPECT_EQ(with.Find("ok")->Find("events")->items()[0].Find("why")->text(),
            "70.00 GBP: EUR at 0.86 GBP of 2023-06-01 (x), GBP at 1.1627906977 "
            "EUR of 2023-06-01 (x)");
}

// BW 3:307 (collectionsineurope.com); BGB 199(1).
TEST(Eval, SaysWhenClaimsExpire) {
  const Json nl = Answer(R"({"op":"limitation","law":"nl","due":"2007-07-01",)"
                         R"("as_of":"2012-07-02"})");
  EXPECT_EQ(nl.Find("ok")->Find("barred_from")->text(), "2012-07-02");
  EXPECT_TRUE(nl.Find("ok")->Find("expired")->flag());
  const Json de =
      Answer(R"({"op":"limitation","law":"de-288-2-b2b","due":"2023-06-15",)"
             R"("as_of":"2024-01-01"})");
  EXPECT_EQ(de.Find("ok")->Find("last_day")->text(), "2026-12-31");
}

// KC 554: a sale is barred after two years, other claims after three.
TEST(Eval, SaysWhichClaimsExpireWhen) {
  const std::string claim =
      R"({"op":"limitation","law":"pl","due":"2023-03-15",)"
      R"("as_of":"2024-01-01")";
  const Json unsaid = Answer(claim + "}");
  const Json& ok = *unsaid.Find("ok");
  EXPECT_EQ(ok.Find("last_day")->text(), "2025-12-31");
  EXPECT_EQ(ok.Find("assumed")->Find("claim")->text(), "sale, services");
  ASSERT_EQ(ok.Find("others")->items().size(), 1u);
  EXPECT_EQ(ok.Find("others")->items()[0].Find("last_day")->text(),
            "2026-12-31");
  const Json other = Answer(claim + R"(,"claim":"other"})");
  EXPECT_EQ(other.Find("ok")->Find("last_day")->text(), "2026-12-31");
  EXPECT_EQ(other.Find("ok")->Find("others"), nullptr);
  EXPECT_EQ(other.Find("ok")->Find("assumed")->Find("claim"), nullptr);
}

// Forsinkelsesrenteloven 3 a: the sum of 2023H2 is not recorded.
TEST(Eval, AnUnknownSumLeavesTheInterest) {
  const Json answer =
      Answer(R"({"op":"late_charges","statute":"no","amount":"10000.00",)"
             R"("due":"2023-09-30","as_of":"2023-12-31","explain":true})");
  const Json& ok = *answer.Find("ok");
  EXPECT_EQ(ok.Find("interest")->text(), "296.16");
  EXPECT_EQ(ok.Find("total")->text(), "296.16");
  EXPECT_EQ(ok.Find("compensation_unknown")->Find("reason")->text(),
            "RATE_UNKNOWN");
  const std::string text =
      "the fixed sum for debts due on 2023-09-30 is not "
      "recorded";
  EXPECT_EQ(ok.Find("compensation_unknown")->Find("text")->text(), text);
  const auto& because = ok.Find("because")->items();
  EXPECT_TRUE(
      std::any_of(because.begin(), because.end(), [&](const Json& sentence) {
        return sentence.text() ==
               "compensation is left out: RATE_UNKNOWN, " + text;
      }));
}

TEST(Eval, ErrorsHaveTheFourParts) {
  EXPECT_EQ(
      Eval(R"({"id":1,"op":"day_count","day_count":"act/360",)"
           R"("start":"2026-02-30"})"),
      R"({"id":1,"error":{"code":"INVALID_ARGUMENT","reason":"DATE_INVALID",)"
      R"("path":"/start","message":"2026-02-30 is no date; 2026-02 has 28 )"
      R"(days"}})");
}

// The schema says what the reader does: every field that it calls required is
// missed, and every field refuses a value of another type at its own path.
TEST(Eval, ReadsWhatTheSchemaSays) {
  const absl::StatusOr<Json> schema =
      ParseJson(RequestSchema(), {.max_elements = 1'000'000});
  ASSERT_TRUE(schema.ok());
  int required = 0, fields = 0;
  for (const Json& operation : schema->Find("oneOf")->items()) {
    const std::string op = operation.Find("title")->text();
    const std::string prefix = R"({"op":")" + op + "\"";
    for (const std::string_view good : kGood) {
      if (!good.starts_with(prefix)) continue;
      ASSERT_TRUE(Short(good).starts_with("{")) << good << Short(good);
      const Json request = *ParseJson(good);
      for (const Json& name : operation.Find("required")->items()) {
        if (name.text() == "op") continue;
        Json less = request;
        (void)less.Take(name.text());
        EXPECT_EQ(Short(ToText(less)), "MISSING_FIELD /" + name.text());
        ++required;
      }
      for (const auto& field : operation.Find("properties")->members()) {
        if (field.name == "id" || field.name == "op") continue;
        Json wrong = request;
        (void)wrong.Take(field.name);
        wrong.Set(field.name, Json());
        EXPECT_EQ(Short(ToText(wrong)), "WRONG_TYPE /" + field.name) << op;
        ++fields;
      }
    }
  }
  EXPECT_GT(required, 20);
  EXPECT_GT(fields, 80);
}

TEST(Eval, SchemaIsCommitted) {
  EXPECT_EQ(FileText("docs/requests.schema.json"), RequestSchema())
      << "write it anew: usance eval --schema > docs/requests.schema.json";
}

TEST(Eval, DocumentsEveryOperation) {
  const std::string docs = FileText("docs/requests.md");
  const Json names = Answer(R"({"op":"names","of":"operations"})");
  for (const Json& row : names.Find("ok")->Find("operations")->items()) {
    const std::string& name = row.Find("name")->text();
    EXPECT_NE(docs.find("\n## " + name + "\n"), std::string::npos) << name;
    EXPECT_NE(docs.find(R"("op":")" + name + "\""), std::string::npos) << name;
  }
  const Json schema = *ParseJson(RequestSchema());
  int fields = 0;
  const auto documented = [&](const Json& object) {
    const Json* properties = object.Find("properties");
    if (properties == nullptr) return;  // an enum
    for (const auto& [name, field] : properties->members()) {
      if (object.Find("title") != nullptr &&
          (name == "id" || name == "op" || name == "explain")) {
        continue;
      }
      ++fields;
      const bool top = docs.find("| `" + name + "` |") != std::string::npos;
      EXPECT_TRUE(top || docs.find("." + name + "` |") != std::string::npos)
          << name;
    }
  };
  for (const Json& operation : schema.Find("oneOf")->items()) {
    documented(operation);
  }
  for (const auto& [name, object] : schema.Find("$defs")->members()) {
    documented(object);
  }
  EXPECT_GT(fields, 150);
}

TEST(Eval, ExplainsWhereAsked) {
  for (const std::string_view good : kGood) {
    Json request = *ParseJson(good);
    EXPECT_EQ(Answer(good).Find("ok")->Find("because"), nullptr);
    request.Set("explain", true);
    const Json answer = Answer(ToText(request));
    ASSERT_NE(answer.Find("ok"), nullptr) << good;
    EXPECT_NE(answer.Find("ok")->Find("because"), nullptr) << good;
  }
}

TEST(Eval, P46_AnswersReadAndWrittenAreTheSame) {
  for (const std::string_view good : kGood) {
    const std::string answer = Eval(good);
    EXPECT_EQ(ToText(Answer(good)), answer);
    EXPECT_EQ(Eval(good), answer);
  }
}

TEST(Eval, R57_BigAmountsAreExactOrRefused) {
  const auto interest = [](std::string_view balance, std::string_view rate) {
    return Short(R"({"op":"accrue","currency":"JPY","balance":")" +
                 std::string(balance) + R"(","rate":")" + std::string(rate) +
                 R"(","day_count":"1/1","start":"2026-01-01",)"
                 R"("end":"2027-01-01","compounding":"simple",)"
                 R"("rounding":"half even"})");
  };
  // 2^53 + 1 is no binary fraction of 64 bits.
  EXPECT_TRUE(interest("9007199254740993", "100%")
                  .starts_with(R"({"interest":"9007199254740993")"));
  EXPECT_TRUE(interest("9223372036854775807", "100%")
                  .starts_with(R"({"interest":"9223372036854775807")"));
  EXPECT_EQ(interest("9223372036854775807", "101%").substr(0, 8), "OVERFLOW");
  EXPECT_EQ(interest("9223372036854775808", "1%"), "OVERFLOW /balance");
}

TEST(Eval, BearsGarbageAndMegabytes) {
  EXPECT_EQ(Short(std::string(2 << 20, '{')), "LIMIT_EXCEEDED ");
  EXPECT_EQ(Short(std::string(1 << 20, '{')), "MALFORMED ");
  EXPECT_EQ(Short(std::string(1 << 20, '[')), "LIMIT_EXCEEDED ");
  EXPECT_EQ(Short(R"({"op":")" + std::string(1'000'000, 'a') + "\"}"),
            "UNKNOWN_NAME /op");
  std::string many = R"({"op":"late_charges","currency":"EUR","policy":{},)"
                     R"("amount":"1.00","due":"2026-01-01",)"
                     R"("as_of":"2026-02-01","payments":[)";
  for (int k = 0; k < 20'000; ++k) {
    many += R"({"date":"2026-01-01","amount":"1.00"},)";
  }
  many.back() = ']';
  EXPECT_EQ(Short(many + "}"), "UNSPECIFIED /apply_to");
}

TEST(Eval, PlansRefuseWhatDoesNotFit) {
  const std::string terms =
      R"("method":"level","currency":"EUR","rate":"0%","day_count":"30e/360",)"
      R"("start":"2026-01-15","frequency":"P1M","rounding":"half even",)"
      R"("residual":"last"})";
  const std::string debts =
      R"({"op":"plan","debts":[{"item":"A","amount":"100.00"}],)";
  const std::pair<std::string, const char*> rows[] = {
      {R"({"op":"plan",)", "MISSING_FIELD /debts"},
      {R"({"op":"plan","debts":[],"count":2,)", "MISSING_FIELD /debts"},
      {R"({"op":"plan","debts":[{"item":"A"}],"count":2,)",
       "MISSING_FIELD /debts/0/amount"},
      {R"({"op":"plan","debts":[{"item":"A","amount":"0.00"}],"count":2,)",
       "OUT_OF_RANGE /debts/0/amount"},
      {debts + R"("principal":"1.00","count":2,)", "CONFLICT /principal"},
      {debts + R"("most":"9.00","count":2,)", "CONFLICT /count"},
      {debts + R"("most":"9.00","end":"2027-01-15",)", "CONFLICT /end"},
      {debts + R"("most":"0.00",)", "OUT_OF_RANGE /most"},
      {debts + R"("most":"9.00","most_payments":11,)", "OUT_OF_RANGE /most"},
      {debts + R"("most":"9.00","most_payments":0,)",
       "OUT_OF_RANGE /most_payments"},
      {debts + R"("most_payments":2,"count":2,)", "CONFLICT /most_payments"},
  };
  for (const auto& [request, error] : rows) {
    EXPECT_EQ(Short(request + terms), error) << request;
  }
}

TEST(Eval, SettlesEscalatesAndCompares) {
  const std::string account =
      R"("currency":"EUR","events":[{"id":"1","kind":"invoice",)"
      R"("date":"2026-01-01","item":"A","due":"2026-01-31",)"
      R"("amount":"100.00"}],"policy":{"allocation":"oldest due",)"
      R"("credit":"hold"},"as_of":"2026-03-31")";
  const std::string settle = R"({"op":"settlement",)" + account;
  EXPECT_EQ(Short(settle + R"(,"pay":"60.00","gives_up":["principal"]})"),
            R"({"open":"100.00","pay":"60.00","given_up":{)"
            R"("principal":"40.00","contract_interest":"0.00",)"
            R"("default_interest":"0.00","fee":"0.00","cost":"0.00"},)"
            R"("events":[{"kind":"waiver","component":"principal",)"
            R"("amount":"40.00"}],"assumed":{"items":"all"}})");
  const std::string escalate = R"({"op":"escalate",)" + account +
                               R"(,"escalation":{"id":"x","signs":[{)";
  const std::string points = R"(}],"review_points":1,"hand_over_points":2}})";
  const std::string options =
      R"({"op":"options","currency":"EUR","as_of":"2026-01-01","rate":"5%",)"
      R"("day_count":"act/365f","rounding":"half even","options":[{)";
  const std::pair<std::string, const char*> errors[] = {
      {settle + R"(,"pay":"60.00"})", "MISSING_FIELD /gives_up"},
      {settle + R"(,"pay":"60.00","gives_up":["fee"]})", "OUT_OF_RANGE /pay"},
      {settle + R"(,"pay":"60.00","gives_up":[],"items":["B"]})",
       "UNKNOWN_NAME /items/0"},
      {escalate + R"("sign":"open","bands":[{"from":1,"points":1}])" + points,
       "MISSING_FIELD /escalation/signs/0/bands/0/amount"},
      {escalate + R"("sign":"open","bands":[{"amount":"1.00","from":1,)" +
           R"("points":1}])" + points,
       "CONFLICT /escalation/signs/0/bands/0/from"},
      {escalate + R"("sign":"refusals","bands":[{"from":2,"points":1},)" +
           R"({"from":1,"points":1}])" + points,
       "OUT_OF_ORDER /escalation/signs/0/bands/1/from"},
      {options + R"("id":"a","chance":"101%"}]})",
       "OUT_OF_RANGE /options/0/chance"},
      {options + R"("id":"a","receipts":[{"date":"2025-01-01",)" +
           R"("amount":"1.00"}]}]})",
       "OUT_OF_ORDER /options/0/receipts/0/date"},
      {options + R"("id":"a"},{"id":"a"}]})", "DUPLICATE_FIELD /options/1/id"},
      {R"({"op":"handover",)" + account + R"(,"items":["A","B"]})",
       "UNKNOWN_NAME /items/1"},
      {R"({"op":"handover",)" + account + R"(,"items":[""]})",
       "MISSING_FIELD /items/0"},
  };
  for (const auto& [request, error] : errors) {
    EXPECT_EQ(Short(request), error) << request;
  }
}

// Lines of structured terms say days from the invoice alone.
TEST(Eval, SaysTheDueDateThatStructuredTermsCannot) {
  const auto write = [](const std::string& terms) {
    return Short(R"({"op":"structured_terms","currency":"EUR","terms":")" +
                 terms + "\"}");
  };
  EXPECT_EQ(write("2/10 45d eom"),
            R"({"due":"45d eom","text":"#SKONTO#TAGE=10#PROZENT=2.00#\n"})");
  EXPECT_EQ(write("45d eom"), R"({"due":"45d eom","text":""})");
  EXPECT_EQ(write("net 30"), R"({"text":"#SKONTO#TAGE=30#PROZENT=0.00#\n"})");
  const Json read =
      Answer(R"({"op":"structured_terms","currency":"EUR",)"
             R"("text":"#SKONTO#TAGE=10#PROZENT=2.00#\n","due":"45d eom"})");
  EXPECT_EQ(read.Find("ok")->Find("terms")->text(), "2/10 45d eom");
}

TEST(Eval, RefusesAnOrderOfNoPayments) {
  const std::string late =
      R"({"op":"late_charges","statute":"uk","amount":"1.00",)"
      R"("due":"2023-05-31","as_of":"2024-02-29","apply_to":"interest first")";
  EXPECT_EQ(Short(late + "}"), "CONFLICT /apply_to");
  EXPECT_TRUE(Short(late + R"(,"payments":[]})").starts_with("{"));
}

TEST(Eval, SaysWhyItRefused) {
  std::optional<Reason> refused = Reason::kInternal;
  (void)Eval(kGolden, {}, &refused);
  EXPECT_EQ(refused, std::nullopt);
  (void)Eval("x", {}, &refused);
  EXPECT_EQ(refused, Reason::kMalformed);
  (void)Eval(R"({"op":"x"})", {}, &refused);
  EXPECT_EQ(refused, Reason::kUnknownName);
}

// What the mutator below puts into requests.
constexpr std::string_view kPieces[] = {"\"",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        ":",
                                        ",",
                                        "null",
                                        "true",
                                        "-1",
                                        "0",
                                        "1e9",
                                        "99999999999999999999",
                                        "\"9999-12-31\"",
                                        "\"0001-01-01\"",
                                        "\"P9999Y\"",
                                        "\"-P1D\"",
                                        "\"P0D\"",
                                        "\"-100%\"",
                                        "\"1000000000%\"",
                                        "\"1/3%/day\"",
                                        "\"9223372036854775807\"",
                                        "\"-9223372036854775808\"",
                                        "\"0.01\"",
                                        "\"1%\"",
                                        "\"bus/252\"",
                                        "\"act/act icma\"",
                                        "\"compound\"",
                                        "\"per day\"",
                                        "\"none\"",
                                        "\"cumulative\"",
                                        "\"bullet\"",
                                        "\"add-on\"",
                                        "\"interest only\"",
                                        "\"spread\"",
                                        "\"first\"",
                                        "\"P1D\"",
                                        "10000",
                                        "\"eom\"",
                                        "\"KWD\"",
                                        "\"JPY\"",
                                        "\xFF",
                                        "\\u0000",
                                        "365"};

std::string Mutated(std::string text, std::mt19937_64& random) {
  const auto below = [&](size_t n) {
    return static_cast<size_t>(random() % n);
  };
  // Values first: a request that still parses goes deeper.
  if (below(4) != 0) {
    const size_t colon = text.find(':', below(text.size()));
    if (colon == std::string::npos) return text;
    const size_t end = text.find_first_of(",}", colon);
    if (end == std::string::npos) return text;
    return text.replace(colon + 1, end - colon - 1,
                        kPieces[below(std::size(kPieces))]);
  }
  switch (below(3)) {
    case 0:
      return text.erase(below(text.size()), 1 + below(8));
    case 1:
      return text.insert(below(text.size()),
                         kPieces[below(std::size(kPieces))]);
    default:
      text[below(text.size())] = static_cast<char>(below(256));
      return text;
  }
}

TEST(Eval, NeverThrowsOnMutatedRequests) {
  std::mt19937_64 random(20260131);
  int answered = 0, refused = 0;
  for (int k = 0; k < 20'000; ++k) {
    std::string request(kGood[random() % std::size(kGood)]);
    for (uint64_t turns = 1 + random() % 3; turns > 0 && !request.empty();
         --turns) {
      request = Mutated(std::move(request), random);
    }
    std::optional<Reason> reason;
    const std::string answer = Eval(request, {}, &reason);
    ++(reason ? refused : answered);
    ASSERT_TRUE(answer.starts_with("{\"id\":")) << request;
    ASSERT_EQ(answer.find('\n'), std::string::npos) << request;
    // A bug of ours, never of the request.
    ASSERT_EQ(answer.find("\"INTERNAL\""), std::string::npos)
        << request << answer;
  }
  EXPECT_GT(answered, 500);
  EXPECT_GT(refused, 5'000);
}

}  // namespace
}  // namespace usance
