#include "usance/compat/spreadsheet.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/compat/formula.h"
#include "tests/matchers.h"

namespace usance {
namespace {

// The examples of Microsoft's documentation of each function, which shows them
// rounded; the digits after that are those of the formula, worked out with 80
// digits in another language.
TEST(Spreadsheet, DocumentedExamples) {
  const SheetCase kCases[] = {
      {"PMT rate=0.08/12 nper=10 pv=10000", "-1037.03208935915"},
      {"PMT rate=8%/12 nper=10 pv=10000 fv=0 type=1", "-1030.16432717797"},
      {"PMT rate=6%/12 nper=216 pv=0 fv=50000", "-129.081160867991"},
      {"FV rate=0.06/12 nper=10 pmt=-200 pv=-500 type=1", "2581.40337406018"},
      {"FV rate=0.12/12 nper=12 pmt=-1000", "12682.503013197"},
      {"PV rate=0.08/12 nper=240 pmt=500", "-59777.145851188"},
      {"NPER rate=0.12/12 pmt=-100 pv=-1000 fv=10000 type=1",
       "59.6738656742946"},
      {"IPMT rate=0.1/12 per=1 nper=36 pv=8000", "-66.6666666666667"},
      {"IPMT rate=0.1 per=3 nper=3 pv=8000", "-292.447129909366"},
      {"PPMT rate=0.1/12 per=1 nper=24 pv=2000", "-75.6231860083663"},
      {"PPMT rate=0.08 per=10 nper=10 pv=200000", "-27598.0534624214"},
      {"ISPMT rate=0.1/12 per=1 nper=36 pv=8000000", "-64814.8148148148"},
      {"CUMIPMT rate=0.09/12 nper=360 pv=125000 start=13 end=24 type=0",
       "-11135.2321307508"},
      {"CUMIPMT rate=0.09/12 nper=360 pv=125000 start=1 end=1 type=0",
       "-937.5"},
      {"CUMPRINC rate=0.09/12 nper=360 pv=125000 start=13 end=24 type=0",
       "-934.107123420898"},
      {"CUMPRINC rate=0.09/12 nper=360 pv=125000 start=1 end=1 type=0",
       "-68.2782711809784"},
      {"RATE nper=48 pmt=-200 pv=8000", "0.00770147248820204"},
      {"NPV rate=0.1 values=-10000,3000,4200,6800", "1188.44341233522"},
      {"IRR values=-70000,12000,15000,18000,21000", "-0.021244848273411"},
      {"IRR values=-70000,12000,15000,18000,21000,26000", "0.0866309480365316"},
      {"MIRR values=-120000,39000,30000,21000,37000,46000 finance_rate=0.1 "
       "reinvest_rate=0.12",
       "0.126094130365905"},
      {"XNPV rate=0.09 values=-10000,2750,4250,3250,2750 "
       "dates=2008-01-01,2008-03-01,2008-10-30,2009-02-15,2009-04-01",
       "2086.64760203154"},
      {"XIRR values=-10000,2750,4250,3250,2750 "
       "dates=2008-01-01,2008-03-01,2008-10-30,2009-02-15,2009-04-01",
       "0.373362533518832"},
      {"FVSCHEDULE principal=1 schedule=0.09,0.11,0.1", "1.33089"},
      {"RRI nper=96 pv=10000 fv=11000", "0.000993307376291395"},
      {"PDURATION rate=2.5% pv=2000 fv=2200", "3.85986616262265"},
      {"EFFECT nominal_rate=0.0525 npery=4", "0.0535426673707581"},
      {"NOMINAL effect_rate=0.053543 npery=4", "0.0525003198683559"},
      {"DAYS end=2021-03-15 start=2021-02-01", "42"},
      {"DAYS360 start=2011-01-30 end=2011-02-01", "1"},
      {"DAYS360 start=2011-01-01 end=2011-12-31", "360"},
      {"DAYS360 start=2011-01-01 end=2011-02-01", "30"},
      {"YEARFRAC start=2012-01-01 end=2012-07-30", "0.580555555555556"},
      {"YEARFRAC start=2012-01-01 end=2012-07-30 basis=1", "0.576502732240437"},
      {"YEARFRAC start=2012-01-01 end=2012-07-30 basis=3", "0.578082191780822"},
      {"DATEDIF start=2001-01-01 end=2003-01-01 unit=Y", "2"},
      {"DATEDIF start=2001-06-01 end=2002-08-15 unit=D", "440"},
      {"DATEDIF start=2001-06-01 end=2002-08-15 unit=YD", "75"},
      {"EDATE start=2011-01-15 months=-1", "2010-12-15"},
      {"EOMONTH start=2011-01-01 months=-3", "2010-10-31"},
      {"NETWORKDAYS start=2012-10-01 end=2013-03-01", "110"},
      {"NETWORKDAYS start=2012-10-01 end=2013-03-01 "
       "holidays=2012-11-22,2012-12-04,2013-01-21",
       "107"},
      {"NETWORKDAYS.INTL start=2006-01-01 end=2006-01-31", "22"},
      {"NETWORKDAYS.INTL start=2006-02-28 end=2006-01-31", "-21"},
      {"NETWORKDAYS.INTL start=2006-01-01 end=2006-02-01 weekend=7 "
       "holidays=2006-01-02,2006-01-16",
       "22"},
      {"NETWORKDAYS.INTL start=2006-01-01 end=2006-02-01 weekend=0010001 "
       "holidays=2006-01-02,2006-01-16",
       "20"},
      {"WORKDAY start=2008-10-01 days=151", "2009-04-30"},
      {"WORKDAY start=2008-10-01 days=151 "
       "holidays=2008-11-26,2008-12-04,2009-01-21",
       "2009-05-05"},
      {"WORKDAY.INTL start=2012-01-01 days=90 weekend=11", "2012-04-14"},
      {"WORKDAY.INTL start=2012-01-01 days=30 weekend=17", "2012-02-05"},
      {"COUPDAYBS settlement=2011-01-25 maturity=2011-11-15 frequency=2 "
       "basis=1",
       "71"},
      {"COUPDAYS settlement=2011-01-25 maturity=2011-11-15 frequency=2 basis=1",
       "181"},
      {"COUPDAYSNC settlement=2011-01-25 maturity=2011-11-15 frequency=2 "
       "basis=1",
       "110"},
      {"COUPNCD settlement=2011-01-25 maturity=2011-11-15 frequency=2 basis=1",
       "2011-05-15"},
      {"COUPNUM settlement=2007-01-25 maturity=2008-11-15 frequency=2 basis=1",
       "4"},
      {"COUPPCD settlement=2011-01-25 maturity=2011-11-15 frequency=2 basis=1",
       "2010-11-15"},
      {"ACCRINT issue=2008-03-01 first_interest=2008-08-31 "
       "settlement=2008-05-01 rate=0.1 par=1000 frequency=2 basis=0",
       "16.6666666666667"},
      {"ACCRINT issue=2008-03-05 first_interest=2008-08-31 "
       "settlement=2008-05-01 rate=0.1 par=1000 frequency=2 basis=0 "
       "calc_method=FALSE",
       "15.5555555555556"},
      {"ACCRINT issue=2008-04-05 first_interest=2008-08-31 "
       "settlement=2008-05-01 rate=0.1 par=1000 frequency=2 basis=0 "
       "calc_method=TRUE",
       "7.22222222222222"},
      {"ACCRINTM issue=2008-04-01 settlement=2008-06-15 rate=0.1 par=1000 "
       "basis=3",
       "20.5479452054795"},
      {"DISC settlement=2007-01-25 maturity=2007-06-15 price=97.975 "
       "redemption=100 basis=1",
       "0.0524202127659574"},
      {"INTRATE settlement=2008-02-15 maturity=2008-05-15 investment=1000000 "
       "redemption=1014420 basis=2",
       "0.05768"},
      {"RECEIVED settlement=2008-02-15 maturity=2008-05-15 investment=1000000 "
       "discount=5.75% basis=2",
       "1014584.6544071"},
  };
  std::set<std::string_view> functions;
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
    functions.insert(c.formula.substr(0, c.formula.find(' ')));
  }
  EXPECT_EQ(functions.size(), std::size(Names<SpreadsheetFunction>::kTable));
}

// Balances that are carried from row to row in another language, with 80
// digits.
TEST(Spreadsheet, PaymentsInAdvance) {
  const SheetCase kCases[] = {
      {"PMT rate=1% nper=12 pv=1000 type=1", "-87.9690977013284"},
      {"IPMT rate=1% per=1 nper=12 pv=1000 fv=0 type=1", "0"},
      {"PPMT rate=1% per=1 nper=12 pv=1000 fv=0 type=1", "-87.9690977013284"},
      {"IPMT rate=1% per=2 nper=12 pv=1000 fv=0 type=1", "-9.12030902298672"},
      {"PPMT rate=1% per=2 nper=12 pv=1000 fv=0 type=1", "-78.8487886783417"},
      {"IPMT rate=1% per=12 nper=12 pv=1000 fv=0 type=1", "-0.870981165359687"},
      {"PPMT rate=1% per=12 nper=12 pv=1000 fv=0 type=1", "-87.0981165359687"},
      {"CUMIPMT rate=1% nper=12 pv=1000 start=1 end=6 type=1",
       "-37.6374224259898"},
      {"CUMPRINC rate=1% nper=12 pv=1000 start=1 end=6 type=1",
       "-490.177163781981"},
      {"CUMPRINC rate=1% nper=12 pv=1000 start=4 end=6 type=1",
       "-243.722000837185"},
      {"CUMPRINC rate=1% nper=12 pv=1000 start=3.1 end=6.9 type=1",
       "-243.722000837185"},
      // A type that is not 0 is 1.
      {"PMT rate=1% nper=12 pv=1000 type=-3", "-87.9690977013284"},
      {"PMT rate=1% nper=12 pv=1000 type=TRUE", "-87.9690977013284"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
}

// R32: at a rate of 0, near it and beyond what is usual. By hand, and with 80
// digits in another language.
TEST(Spreadsheet, R32_AnnuitiesAtTheEdges) {
  const SheetCase kCases[] = {
      {"PMT rate=0 nper=60 pv=15000", "-250"},
      {"PMT rate=1E-12 nper=360 pv=100000", "-277.777777827917"},
      {"FV rate=0 nper=10 pmt=-5 pv=20", "30"},
      {"PV rate=0 nper=10 pmt=-5 fv=20", "30"},
      {"NPER rate=0 pmt=-100 pv=1000", "10"},
      {"NPER rate=0 pmt=0 pv=1000", "#DIV/0!"},
      {"NPER rate=2% pmt=0 pv=100", "#NUM!"},
      {"NPER rate=-1 pmt=1 pv=100", "#NUM!"},
      {"PMT rate=0 nper=0 pv=100", "#NUM!"},
      {"FV rate=0.5 nper=12.5 pmt=100", "-31581.2323826766"},
      {"FV rate=-1 nper=-2 pmt=1", "#DIV/0!"},
      {"FV rate=-3 nper=-3.5 pmt=1", "#NUM!"},
      {"FV rate=-3 nper=3 pmt=1 pv=1", "5"},
      {"FV rate=0.5 nper=1.7E3 pmt=100 pv=-200", "0"},
      {"FV rate=0.5 nper=1.8E3 pmt=100 pv=-200", "#NUM!"},
      {"PV rate=-1 nper=2 pmt=1", "#DIV/0!"},
      {"IPMT rate=10% per=0.99 nper=3 pv=8000", "#NUM!"},
      {"IPMT rate=10% per=4 nper=3 pv=8000", "#NUM!"},
      {"IPMT rate=0 per=2 nper=3 pv=8000", "0"},
      {"ISPMT rate=1 per=2 nper=0 pv=3", "#DIV/0!"},
      {"CUMIPMT rate=0 nper=3 pv=1 start=1 end=1 type=0", "#NUM!"},
      {"CUMIPMT rate=1 nper=3 pv=1 start=1 end=4 type=0", "#NUM!"},
      {"CUMIPMT rate=1 nper=3 pv=1 start=2 end=1 type=0", "#NUM!"},
      {"CUMIPMT rate=1 nper=3 pv=1 start=1 end=1 type=2", "#NUM!"},
      {"CUMIPMT rate=1 nper=3 pv=1 start=1 end=1 type=TRUE", "#VALUE!"},
      {"RATE nper=0 pmt=-1 pv=1", "#NUM!"},
      {"RATE nper=1 pmt=-1 pv=1 guess=-1", "#VALUE!"},
      {"PMT rate=-1 nper=3 pv=100 fv=5", "#NUM!"},
      {"IPMT rate=-2 per=1 nper=3 pv=100", "#NUM!"},
      {"CUMIPMT rate=1 nper=3 pv=1 start=0.5 end=1 type=0", "-1"},
      {"CUMIPMT rate=1 nper=3 pv=1 start=1.1 end=1.9 type=0", "#NUM!"},
      {"RATE nper=10 pmt=-100 pv=1000", "0"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
}

// By hand; the second halved 150 times in another language; that there is no
// rate is what Excel recorded of the third.
TEST(Spreadsheet, Roots) {
  const SheetCase kCases[] = {
      {"IRR values=-100,110", "0.1"},
      {"IRR values=-20,5,5,5,5,5 guess=17", "0.0793082611605286"},
      {"RATE nper=10 pmt=-1200 pv=2000", "#NUM!"},
      {"RATE nper=360 pmt=-599.550525152752394591461243684 pv=100000", "0.005"},
      {"IRR values=1,-2,1", "0"},              // double
      {"IRR values=4,-12,9", "0.5"},           // double: (2 - 3x)^2, x = 2/3
      {"IRR values=-100,,TRUE,x,110", "0.1"},  // passed over
      {"IRR values=-100,-110", "#NUM!"},
      {"IRR values=0,0", "#NUM!"},
      {"IRR values=1,-1,1", "#NUM!"},  // no root at all
      {"IRR values=-100,110 guess=-1", "#VALUE!"},
      {"IRR values=-100,110 guess=x", "#VALUE!"},
      // x = 1/1.1 and 1/1.2: the one near the guess.
      {"IRR values=100,-230,132", "0.1"},
      {"IRR values=100,-230,132 guess=0.3", "0.2"},
      {"XIRR values=-100,110 dates=2023-01-01,2024-01-01", "0.1"},
      {"XIRR values=-100,121 dates=2022-01-01,2024-01-01", "0.1"},
      {"XIRR values=-100,110 dates=2024-01-01,2023-01-01", "#NUM!"},
      {"XIRR values=-100,110 dates=2023-01-01", "#NUM!"},
      {"XIRR values=-100,,110 dates=2023-01-01,2023-07-01,2024-01-01", "0.1"},
      {"XIRR values=-100,110 dates=2023-01-01,2024-01-01 guess=-1", "#VALUE!"},
      {"XIRR values=-100,TRUE dates=2023-01-01,2024-01-01", "#VALUE!"},
      {"XIRR values=-100,x dates=2023-01-01,2024-01-01", "#VALUE!"},
      {"XIRR values=-100,110 dates=2023-01-01,x", "#VALUE!"},
      {"XIRR values=100,110 dates=2023-01-01,2024-01-01", "#NUM!"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
}

// By hand.
TEST(Spreadsheet, Flows) {
  const SheetCase kCases[] = {
      {"NPV rate=100% values=4,,x,TRUE,4", "3"},  // a gap takes no period
      {"NPV rate=-1 values=4", "#DIV/0!"},
      {"NPV rate=1 values=x", "#VALUE!"},
      {"XNPV rate=0 values=-1,3 dates=2024-01-01,2024-06-01", "#NUM!"},
      {"XNPV rate=1 values=-1,2 dates=2023-01-01,2024-01-01,2024-01-01",
       "#NUM!"},
      {"XNPV rate=1 values=-1,6 dates=2023-01-01,2024-01-01", "2"},
      {"XNPV rate=1 values=-1,x dates=2023-01-01,2024-01-01", "#NUM!"},
      {"XNPV rate=1 values=-1, dates=2023-01-01,2024-01-01", "#NUM!"},
      {"XNPV rate=1 values=-1,1 dates=2023-01-01,x", "#VALUE!"},
      {"XNPV rate=1 values=-1,1 dates=2023-01-01,", "#NUM!"},
      {"XNPV rate=-0.1 values=-1,3 dates=2024-01-01,2024-06-01", "#NUM!"},
      {"XNPV rate=0.1 values=-1,3 dates=2024-06-01,2024-01-01", "#NUM!"},
      {"MIRR values=5,6 finance_rate=0.1 reinvest_rate=0.1", "#DIV/0!"},
      {"MIRR values=-5,-6 finance_rate=0.1 reinvest_rate=0.1", "-1"},
      {"MIRR values=-5 finance_rate=0.1 reinvest_rate=0.1", "#DIV/0!"},
      {"MIRR values=-5,10 finance_rate=-1 reinvest_rate=0.1", "1"},
      {"MIRR values=-5,-5,10 finance_rate=-1 reinvest_rate=0.1", "-1"},
      {"MIRR values=3,4,-3 finance_rate=-2 reinvest_rate=-2", "#NUM!"},
      {"FVSCHEDULE principal=100 schedule=0.5,,1", "300"},
      {"FVSCHEDULE principal=100 schedule=x", "#VALUE!"},
      {"RRI nper=2 pv=4 fv=9", "0.5"},
      {"RRI nper=1 pv=-5 fv=0", "-1"},
      {"RRI nper=0 pv=1 fv=1", "#NUM!"},
      {"RRI nper=2 pv=1 fv=-1", "#NUM!"},
      {"PDURATION rate=1 pv=1 fv=8", "3"},
      {"PDURATION rate=0 pv=1 fv=8", "#NUM!"},
      {"EFFECT nominal_rate=1 npery=2.9", "1.25"},
      {"EFFECT nominal_rate=0 npery=2", "#NUM!"},
      {"EFFECT nominal_rate=1 npery=0.9", "#NUM!"},
      {"NOMINAL effect_rate=1.25 npery=2.9", "1"},
      {"NOMINAL effect_rate=1 npery=TRUE", "#VALUE!"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
}

// By hand, on the calendar; where the rule is Excel's alone, from its recorded
// answers (excel-ironcalc, excel-excelize).
TEST(Spreadsheet, Days) {
  const SheetCase kCases[] = {
      // 1900 as the sheets have it: day 60 is 29 February.
      {"EDATE start=1 months=0", "1900-01-01"},
      {"EDATE start=59 months=0", "1900-02-28"},
      {"EDATE start=61 months=0", "1900-03-01"},
      {"WORKDAY start=60 days=0", "1900-02-29"},
      {"EDATE start=31 months=1", "1900-02-29"},
      {"EOMONTH start=31 months=1", "1900-02-29"},
      {"EOMONTH start=60 months=0", "1900-02-29"},
      {"DAYS end=1900-03-01 start=1900-02-28", "2"},
      {"DAYS end=1 start=", "1"},
      {"DAYS end=-1 start=1", "#NUM!"},
      {"DAYS end=2958466 start=1", "#NUM!"},
      {"DAYS end=1899-12-31 start=1", "#VALUE!"},
      {"DAYS end=abc start=1", "#VALUE!"},
      {"DAYS end=TRUE start=FALSE", "1"},
      {"EDATE start=1900-03-01 months=-7", "#NUM!"},
      {"EDATE start=2024-01-31 months=1.9", "2024-02-29"},
      {"EDATE start=2024-01-31 months=TRUE", "#VALUE!"},
      {"EDATE start=9999-12-31 months=1", "#NUM!"},
      {"EOMONTH start=2023-03-02 months=-4.7", "2022-11-30"},
      // The last of February.
      {"DAYS360 start=2025-02-28 end=2025-03-31", "30"},
      {"YEARFRAC start=2025-02-28 end=2025-03-31", "0.0861111111111111"},
      {"DAYS360 start=2024-02-28 end=2024-03-01", "3"},
      {"DAYS360 start=2024-02-29 end=2025-02-28", "358"},
      {"DAYS360 start=1999-12-12 end=1999-08-31", "-101"},
      {"DAYS360 start=1999-12-12 end=1999-08-31 method=TRUE", "-102"},
      {"YEARFRAC start=2024-07-01 end=2024-01-01 basis=4", "0.5"},
      {"YEARFRAC start=2024-07-01 end=2024-01-01 basis=5", "#NUM!"},
      {"DATEDIF start=2018-01-01 end=2020-03-01 unit=yd", "59"},
      {"DATEDIF start=2000-01-01 end=2100-03-01 unit=YD", "60"},
      {"DATEDIF start=2018-06-15 end=2020-03-01 unit=YD", "259"},
      {"DATEDIF start=2018-01-31 end=2020-03-01 unit=MD", "-1"},
      {"DATEDIF start=2018-01-31 end=2020-03-01 unit=M", "25"},
      {"DATEDIF start=2018-01-31 end=2020-03-01 unit=YM", "1"},
      {"DATEDIF start=2018-01-31 end=2020-03-01 unit=W", "#NUM!"},
      {"DATEDIF start=2018-01-31 end=2017-03-01 unit=D", "#NUM!"},
      {"NETWORKDAYS start=2020-09-12 end=2020-01-01", "-183"},
      {"NETWORKDAYS start=2024-01-06 end=2024-01-07", "0"},
      {"NETWORKDAYS start=2024-01-01 end=2024-01-05 "
       "holidays=2024-01-01,,2024-01-01,2024-01-06",
       "4"},
      {"NETWORKDAYS.INTL start=2024-01-01 end=2024-01-07 weekend=8", "#NUM!"},
      {"NETWORKDAYS.INTL start=2024-01-01 end=2024-01-07 weekend=1111111", "0"},
      {"WORKDAY.INTL start=2024-01-01 days=1 weekend=1111111", "#VALUE!"},
      {"WORKDAY start=2024-01-05 days=1", "2024-01-08"},
      {"WORKDAY start=2024-01-07 days=-1", "2024-01-05"},
      {"WORKDAY start=9999-12-31 days=1", "#NUM!"},
      {"WORKDAY start=2024-01-07 days=1E12", "#NUM!"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
}

// By hand; ACCRINT from Excel's recorded answers (excel-ironcalc).
TEST(Spreadsheet, Securities) {
  const SheetCase kCases[] = {
      // Coupons at month ends stay there.
      {"COUPPCD settlement=2024-01-15 maturity=2025-02-28 frequency=2",
       "2023-08-31"},
      {"COUPNCD settlement=2024-02-28 maturity=2025-08-31 frequency=2",
       "2024-02-29"},
      {"COUPNCD settlement=2024-02-29 maturity=2025-08-31 frequency=2",
       "2024-08-31"},
      {"COUPNUM settlement=2017-09-30 maturity=2021-03-31 frequency=4", "14"},
      {"COUPDAYS settlement=2024-01-15 maturity=2025-01-01 frequency=4 basis=3",
       "91.25"},
      {"COUPDAYSNC settlement=2011-01-01 maturity=2012-10-25 frequency=4",
       "24"},
      {"COUPDAYBS settlement=2011-10-31 maturity=2012-02-26 frequency=4 "
       "basis=0",
       "65"},
      {"COUPNUM settlement=2021-03-31 maturity=2021-03-31 frequency=4",
       "#NUM!"},
      {"COUPNUM settlement=2021-03-31 maturity=2022-03-31 frequency=3",
       "#NUM!"},
      {"COUPNUM settlement=2021-03-31 maturity=2022-03-31 frequency=2 "
       "basis=TRUE",
       "#VALUE!"},
      {"COUPPCD settlement=1900-01-01 maturity=1900-01-03 frequency=1",
       "#NUM!"},
      {"ACCRINT issue=2020-12-01 first_interest=2021-12-01 "
       "settlement=2021-03-01 rate=0.075 par=100 frequency=2 basis=1",
       "1.86475409836066"},
      {"ACCRINT issue=2020-12-01 first_interest=2021-12-01 "
       "settlement=2021-03-01 rate=0.075 par=100 frequency=2 basis=1 "
       "calc_method=FALSE",
       "-1.88524590163934"},
      {"ACCRINT issue=2021-06-01 first_interest=2021-12-01 "
       "settlement=2022-09-01 rate=0.075 par=100 frequency=2 basis=2",
       "9.41666666666667"},
      {"ACCRINT issue=2021-06-01 first_interest=2021-12-01 "
       "settlement=2021-06-01 rate=0.075 par=100 frequency=2",
       "#NUM!"},
      {"ACCRINT issue=2021-06-01 first_interest=2021-12-01 "
       "settlement=2021-07-01 rate=0.075 par=0 frequency=2",
       "#NUM!"},
      {"ACCRINTM issue=2021-06-01 settlement=2021-06-01 rate=1 par=1", "#NUM!"},
      {"DISC settlement=2021-06-01 maturity=2021-06-01 price=1 redemption=1",
       "#NUM!"},
      {"DISC settlement=2021-05-30 maturity=2021-05-31 price=1 redemption=1",
       "#NUM!"},
      {"RECEIVED settlement=2021-01-01 maturity=2022-01-01 investment=1 "
       "discount=1",
       "#NUM!"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
}

// Numbers as they are written and shown; FV at a rate of 0 gives -pv.
TEST(Spreadsheet, Numbers) {
  const SheetCase kCases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"+1.50", "-1.5"},
      {".5", "-0.5"},
      {"5.", "-5"},
      {"150%", "-1.5"},
      {"1/3", "-0.333333333333333"},
      {"-2/3", "0.666666666666667"},
      {"8%/12", "-0.00666666666666667"},
      {"1e3", "-1000"},
      {"1E+3", "-1000"},
      {"123456789012345678", "-123456789012346000"},
      {"999999999999999.5", "-1000000000000000"},
      {"1.000000000000005", "-1.00000000000001"},  // half away from zero
      {"1E20", "-100000000000000000000"},
      {"1.5E21", "-1.5E21"},
      {"1.5E-9", "-0.0000000015"},
      {"1.5E-10", "-1.5E-10"},
      {"2E-30", "-2E-30"},
      {"TRUE", "-1"},
      {"false", "0"},
      {"", "0"},
      {"1900-01-01", "-1"},
      {"2024-01-01", "-45292"},
      {"x", "#VALUE!"},
      {"1/0", "#VALUE!"},
      {"1/", "#VALUE!"},
      {"1/2/3", "#VALUE!"},
      {"1E", "#VALUE!"},
      {"1.2.3", "#VALUE!"},
      {"2024-02-30", "#VALUE!"},
      {"1E30", "OUT_OF_RANGE /pv"},
      {"1E-31", "OUT_OF_RANGE /pv"},
      {"1E99999999999", "OUT_OF_RANGE /pv"},
      {"12345678901234567890123456789012345678901", "TOO_MANY_DIGITS /pv"},
      {"1000000000000000000000000000000000000000.00", "OUT_OF_RANGE /pv"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet("FV rate=0 nper=0 pmt=0 pv=" + std::string(c.formula)),
              c.answer)
        << c.formula;
  }
}

TEST(Spreadsheet, Errors) {
  const SheetCase kCases[] = {
      {"PMT rate=0.1 nper=10", "MISSING_FIELD /pv"},
      {"PMT rate=0.1 nper=10 pv=1 per=1", "UNKNOWN_FIELD /per"},
      {"PMT rate=0.1 rate=0.1 nper=10 pv=1", "DUPLICATE_FIELD /rate"},
      {"PMT rate=0.1,0.2 nper=10 pv=1", "WRONG_TYPE /rate"},
      {"NPV rate=0.1 values=1,1E31", "OUT_OF_RANGE /values/1"},
  };
  for (const SheetCase& c : kCases) {
    EXPECT_EQ(Sheet(c.formula), c.answer) << c.formula;
  }
  EXPECT_THAT(ParseSpreadsheetArguments("rate=1 nper"),
              IsError(Reason::kMalformed, "/arguments"));
  EXPECT_THAT(ParseSpreadsheetArguments("=1"),
              IsError(Reason::kMalformed, "/arguments"));
  SpreadsheetArgument many{"values", {}};
  many.cells.assign(kMaxSpreadsheetCells + 1, "1");
  EXPECT_THAT(
      CallSpreadsheet(SpreadsheetFunction::kNpv, {{{"rate", {"0.1"}}, many}}),
      IsError(Reason::kLimitExceeded, "/values"));
}

TEST(Spreadsheet, Formulas) {
  EXPECT_EQ(FormulaOf(SpreadsheetFunction::kPmt),
            "PMT(rate, nper, pv, [fv], [type])");
  EXPECT_EQ(FormulaOf(SpreadsheetFunction::kWorkdayIntl),
            "WORKDAY.INTL(start, days, [weekend], [holidays])");
  const auto parameters = ParametersOf(SpreadsheetFunction::kXirr);
  ASSERT_EQ(parameters.size(), 3u);
  EXPECT_TRUE(parameters[1].is_range);
  EXPECT_FALSE(parameters[2].required);
  const auto arguments = ParseSpreadsheetArguments(" rate=\n values=1,,2\t");
  ASSERT_THAT(arguments, IsOk());
  ASSERT_EQ(arguments->size(), 2u);
  EXPECT_EQ((*arguments)[0].cells, std::vector<std::string>{""});
  EXPECT_EQ((*arguments)[1].cells, (std::vector<std::string>{"1", "", "2"}));
}

}  // namespace
}  // namespace usance
